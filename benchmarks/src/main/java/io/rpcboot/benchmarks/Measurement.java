package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The same work done in several ways.
 *
 * @param name its name on the command line
 * @param title what is done
 * @param ours our way
 * @param rivals what it is measured against
 */
record Measurement(String name, String title, Contestant ours, List<Rival> rivals) {

	/**
	 * Another way.
	 *
	 * @param contestant the way
	 * @param target how many times as many calls per second ours is to make
	 */
	record Rival(Contestant contestant, double target) {

	}

	static Measurement of(String name, String title, Contestant ours, Rival... rivals) {
		return new Measurement(name, title, ours, List.of(rivals));
	}

	/**
	 * Gives all ways, ours first.
	 * @return the contestants, in the order in which they take turns
	 */
	List<Contestant> contestants() {
		List<Contestant> all = new ArrayList<>();
		all.add(this.ours);
		this.rivals.forEach((rival) -> all.add(rival.contestant()));
		return all;
	}

}
