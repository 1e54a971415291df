package io.rpcboot.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the server and its connections take of the machine.
 */
final class MemoryMeasurements {

	private static final Predicate<String> OF_THE_STARTER = Pattern.compile("rpc-spring-boot|jsonschema|classmate")
		.asPredicate();

	private static final Predicate<String> JACKSON = Pattern.compile("jackson").asPredicate();

	private MemoryMeasurements() {
	}

	static List<Measurement> all() {
		List<Measurement> all = new ArrayList<>();
		all.add(allocation("memory-server", "Memory that a call of `add(2, 3)` takes in the server",
				Figure.SERVER_BYTES));
		all.add(allocation("memory-client", "Memory that a call of `add(2, 3)` takes in the client",
				Figure.CLIENT_BYTES));
		all.add(onEitherThreads("idle", "10,000 idle connections: resident memory beyond that of the empty server",
				Figure.RESIDENT, Command.frugalJava(Command.ownJava(), IdleCaller.class), 150));
		all.add(onEitherThreads("paced", "1,000 connections with a call a second each: processor time of the server",
				Figure.CORE, Command.java(PacedCaller.class), 25));
		all.add(start("start-time", "Start of an empty application: time", Figure.MILLIS, 60));
		all.add(start("start-memory", "Start of an empty application: heap in use after a collection", Figure.HEAP, 4));
		return all;
	}

	private static Measurement allocation(String name, String title, Figure figure) {
		return Measurement
			.of(name, title, figure, new Contestant("array", Ways.RPC_SERVER, Command.java(AllocationCaller.class)))
			.against(
					Contestant.alone("Jackson alone, the same bytes and values", Command.java(JacksonAllocation.class)),
					Goal.differenceAtMost(figure, 600));
	}

	private static Measurement onEitherThreads(String name, String title, Figure figure, List<String> caller,
			double most) {
		Contestant platform = new Contestant("platform threads",
				Command.frugalJava(Command.ownJava(), RpcServerApplication.class), caller);
		return Command.newestJava()
			.map((java) -> new Contestant("virtual threads, newest JDK",
					Command.frugalJava(java, RpcServerApplication.class, "virtual=true"), caller))
			.map((virtual) -> Measurement.of(name, title, figure, virtual, Goal.atMost(figure, most)).against(platform))
			.orElseGet(() -> Measurement.of(name, title, figure, platform));
	}

	private static Measurement start(String name, String title, Figure figure, double more) {
		return Measurement.of(name, title, figure, empty("with the starter, which listens", (jar) -> true))
			.against(empty("without it, but with its Jackson", OF_THE_STARTER.negate()),
					Goal.differenceAtMost(figure, more))
			.against(empty("with Spring Boot's own starter only", OF_THE_STARTER.or(JACKSON).negate()),
					Goal.differenceAtMost(figure, more));
	}

	// by its name only: the class is in a package of its own
	private static Contestant empty(String name, Predicate<String> jars) {
		String classPath = Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getProperty("starter.class-path", ""))
			.filter(jars)
			.collect(Collectors.joining(File.pathSeparator));
		return Contestant.alone(name, Command.javaWith(Command.classes() + File.pathSeparator + classPath,
				"io.rpcboot.benchmarks.empty.EmptyApplication", "--rpc.server.address=127.0.0.1:0",
				"--rpc.server.authkey=peekaboo", "--logging.level.root=error", "--spring.main.banner-mode=off"));
	}

}
