package io.rpcboot.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * The same work done in several ways, ours first.
 *
 * @param name its name on the command line
 * @param title what is done
 * @param figure what it is about
 * @param ways the ways, in the order in which they take turns
 */
record Measurement(String name, String title, Figure figure, List<Way> ways) {

	/**
	 * Begins a measurement of calls per second.
	 * @param name its name on the command line
	 * @param title what is done
	 * @param ours our way
	 * @param goals its own goals
	 * @return the measurement, which nothing is compared with yet
	 */
	static Measurement of(String name, String title, Contestant ours, Goal... goals) {
		return of(name, title, Figure.CALLS, ours, goals);
	}

	static Measurement of(String name, String title, Figure figure, Contestant ours, Goal... goals) {
		return new Measurement(name, title, figure, List.of(new Way(ours, List.of(goals))));
	}

	/**
	 * Adds another way.
	 * @param contestant the way
	 * @param goals what ours in comparison to it, or it by itself, has to come to
	 * @return the measurement with it
	 */
	Measurement against(Contestant contestant, Goal... goals) {
		return new Measurement(this.name, this.title, this.figure,
				Stream.concat(this.ways.stream(), Stream.of(new Way(contestant, List.of(goals)))).toList());
	}

	/**
	 * Adds another way that ours is to make more calls than.
	 * @param contestant the way
	 * @param ratio how many times as many at least
	 * @return the measurement with it
	 */
	Measurement against(Contestant contestant, double ratio) {
		return against(contestant, Goal.ratioAtLeast(this.figure, ratio));
	}

	Contestant ours() {
		return this.ways.get(0).contestant();
	}

	/**
	 * A way, and what has to come out.
	 *
	 * @param contestant the way
	 * @param goals its own goals, or those of ours in comparison to it
	 */
	record Way(Contestant contestant, List<Goal> goals) {

	}

}
