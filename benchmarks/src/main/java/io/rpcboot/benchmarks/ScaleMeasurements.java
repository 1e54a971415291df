package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What grows: with connections, functions, parameters and bytes.
 */
final class ScaleMeasurements {

	private static final List<Integer> CONNECTIONS = List.of(1, 4, 16, 64, 256, 1000);

	// calls of so many bytes each run the same code so many more times
	private static final String ENOUGH = "warm-calls=1000";

	private ScaleMeasurements() {
	}

	static Section section() {
		List<Measurement> all = new ArrayList<>(List.of(observed(), functions(), parameters(), busy()));
		for (int kilobytes : List.of(1, 64, 1024, 16 * 1024)) {
			all.add(payload(kilobytes));
		}
		all.addAll(MemoryMeasurements.all());
		return new Section("Memory and scale", all);
	}

	private static Measurement observed() {
		return Measurement
			.of("observed", "Calls with observations and meters, against calls without",
					new Contestant("observed", Command.java(RpcServerApplication.class, "observed=true"),
							Command.java(RpcCaller.class, "observed=true")))
			.against(Ways.rpc("array"), 0.9);
	}

	private static Measurement functions() {
		return Measurement.of("functions", "10,000 registered functions, against 10", functions(10_000))
			.against(functions(10), 0.95);
	}

	private static Contestant functions(int count) {
		return new Contestant("%,d".formatted(count), Command.java(RpcServerApplication.class, "functions=" + count),
				Command.java(RpcCaller.class));
	}

	private static Measurement parameters() {
		Contestant ten = parameters("10", "ten");
		Contestant five = parameters("5", "five");
		Goal.Comparison line = (results, ours, way) -> {
			double atFive = results.median(five, Figure.MEAN);
			double atTen = Math.max(results.median(ten, Figure.MEAN), atFive);
			return results.median(way, Figure.MEAN) / (atFive + 3 * (atTen - atFive));
		};
		return Measurement
			.of("parameters", "Cost of a call by its number of parameters", Figure.MEAN, parameters("20", "twenty"),
					Goal.custom(line, 1.1, false, " of a line through 5 and 10"))
			.against(ten)
			.against(five)
			.against(parameters("1", "one"));
	}

	private static Contestant parameters(String name, String call) {
		return new Contestant(name, Ways.RPC_SERVER, Command.java(RpcCaller.class, "call=" + call));
	}

	private static Measurement busy() {
		List<Contestant> ours = CONNECTIONS.stream()
			.map((count) -> busy("array, %,d".formatted(count), count, Ways.RPC_SERVER, true))
			.toList();
		List<Contestant> echo = CONNECTIONS.stream()
			.map((count) -> busy("bare echo, %,d".formatted(count), count, Command.java(Echo.EchoServer.class), false))
			.toList();
		Goal ofTheMost = Goal.ofTheMost(Figure.CALLS, ours, 0.7);
		Measurement busy = Measurement.of("connections", "Busy connections, a call under way on each", ours.get(0),
				ofTheMost.justToSee());
		for (int i = 1; i < ours.size(); i++) {
			busy = busy.against(ours.get(i), (i < ours.size() - 1) ? ofTheMost.justToSee() : ofTheMost);
		}
		for (Contestant one : echo) {
			busy = busy.against(one, Goal.ofTheMost(Figure.CALLS, echo, 0).justToSee());
		}
		return busy;
	}

	private static Contestant busy(String name, int connections, List<String> server, boolean authenticated) {
		return new Contestant(name, server,
				Command.java(BusyCaller.class, "connections=" + connections, "authenticated=" + authenticated));
	}

	private static Measurement payload(int kilobytes) {
		String bytes = "bytes=" + kilobytes * 1024;
		Goal goal = Goal.ratioAtLeast(Figure.CALLS, 0.6);
		return Measurement
			.of("payload-%dk".formatted(kilobytes),
					"A text of %,d KB there and back, against Jackson alone".formatted(kilobytes),
					Ways.rpc("array", "call=echo", bytes, ENOUGH))
			.against(Contestant.alone("Jackson alone", Command.java(JacksonAlone.class, bytes, ENOUGH)),
					(kilobytes < 64) ? goal.justToSee() : goal);
	}

}
