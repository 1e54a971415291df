package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.rpcboot.benchmarks.Measurement.Rival;

/**
 * All that is measured.
 */
final class Measurements {

	private static final List<String> RPC_SERVER = Contestant.java(RpcServerApplication.class);

	private static final List<String> HTTP_SERVER = Contestant.java(HttpServerApplication.class);

	private static final List<String> PLAIN_SERVER = Contestant.python("connection_server.py");

	private Measurements() {
	}

	static List<Measurement> all() {
		List<Measurement> all = new ArrayList<>();
		betweenJava(all);
		withPython(all);
		scale(all);
		return all;
	}

	private static void scale(List<Measurement> all) {
		all.add(Measurement.of("observed", "Calls with observations and meters, against calls without",
				new Contestant("observed", Contestant.java(RpcServerApplication.class, "observed=true"),
						Contestant.java(RpcCaller.class, "observed=true")),
				new Rival(rpc("array"), 0.9)));
		all.add(Measurement.of("functions", "10,000 registered functions, against 10",
				new Contestant("10,000", Contestant.java(RpcServerApplication.class, "functions=10000"),
						Contestant.java(RpcCaller.class)),
				new Rival(new Contestant("10", Contestant.java(RpcServerApplication.class, "functions=10"),
						Contestant.java(RpcCaller.class)), 0.95)));
		all.add(Measurement.of("parameters", "20 parameters, against 1", rpc("array", "call=twenty"),
				new Rival(rpc("array", "call=one"), 0.5)));
		all.add(Measurement.of("connections", "1,000 busy connections, against 16",
				rpc("array", "callers=1000", "connections=1000"), new Rival(rpc("array", "callers=16"), 0.7)));
		for (int kilobytes : List.of(1, 64, 1024, 16 * 1024)) {
			String bytes = "bytes=" + kilobytes * 1024;
			all.add(Measurement.of("payload-%dk".formatted(kilobytes),
					"Java to Java, a text of %,d KB there and back, against Jackson alone".formatted(kilobytes),
					rpc("array", "call=echo", bytes),
					new Rival(new Contestant("Jackson alone", Contestant.java(JacksonAlone.class),
							Contestant.java(JacksonAlone.class, bytes)), (kilobytes < 64) ? 0 : 0.6)));
		}
	}

	private static void betweenJava(List<Measurement> all) {
		all.add(Measurement.of("add-1", "Java to Java, 1 caller, `add(2, 3)`", rpc("array"),
				new Rival(grpc("default"), 2)));
		all.add(Measurement.of("add-64-shared", "Java to Java, 64 callers, 1 connection, `add(2, 3)`",
				rpc("json-rpc", "callers=64", "connections=1"), new Rival(grpc("default", "callers=64"), 3),
				new Rival(grpc("direct", "callers=64"), 2)));
		all.add(Measurement.of("add-64-pool", "Java to Java, 64 callers, 16 connections, `add(2, 3)`",
				rpc("array", "callers=64"), new Rival(grpc("default", "callers=64"), 2),
				new Rival(http("callers=64"), 2)));
		all.add(Measurement.of("order-1", "Java to Java, 1 caller, an order of 20 lines", rpc("array", "call=order"),
				new Rival(grpc("default", "call=order"), 1.3), new Rival(http("call=order"), 1.3)));
		all.add(Measurement.of("order-64", "Java to Java, 64 callers, an order of 20 lines",
				rpc("array", "callers=64", "call=order"), new Rival(grpc("default", "callers=64", "call=order"), 1.3),
				new Rival(http("callers=64", "call=order"), 1.3)));
		all.add(Measurement.of("floor-1", "Java to Java, 1 caller, against a bare echo of the same frames",
				rpc("array"), new Rival(echo(), 0.92)));
		all.add(Measurement.of("floor-16", "Java to Java, 16 callers, against a bare echo of the same frames",
				rpc("array", "callers=16"), new Rival(echo("callers=16"), 0.92)));
	}

	private static void withPython(List<Measurement> all) {
		all.add(Measurement.of("java-python", "Java to Python, 1 caller, `add(2, 3)`",
				new Contestant("plain Python", PLAIN_SERVER, Contestant.java(RpcCaller.class)),
				new Rival(new Contestant("HTTP service client, uvicorn", Contestant.python("asgi_server.py"),
						Contestant.java(HttpCaller.class)), 3),
				new Rival(new Contestant("grpc-java, grpcio", Contestant.python("grpc_server.py"),
						Contestant.java(GrpcCaller.class)), 2)));
		all.add(Measurement.of("python-java", "Python to Java, 1 caller, `add(2, 3)`", plainCaller("array", RPC_SERVER),
				new Rival(new Contestant("http.client, Spring MVC", HTTP_SERVER, Contestant.python("http_caller.py")),
						2),
				new Rival(new Contestant("grpcio, grpc-java", Contestant.java(GrpcServer.class),
						Contestant.python("grpc_caller.py")), 2)));
		all.add(againstPlain("python-1", "Python's call to Java instead of to Python, 1 caller", 1.15));
		all.add(againstPlain("python-4", "Python's call to Java instead of to Python, 4 processes", 1.3, "callers=4"));
		for (int bytes : List.of(16385, 32000, 65000)) {
			all.add(againstPlain("python-" + bytes,
					"Python's call to Java instead of to Python, %,d bytes each way".formatted(bytes), 200,
					"bytes=" + bytes));
		}
		all.add(Measurement.of("rpcboot", "A call of `rpcboot.py`'s server, from Java instead of from Python",
				new Contestant("from Java", Contestant.python("rpcboot_server.py"), Contestant.java(RpcCaller.class)),
				new Rival(plainCaller("from Python", Contestant.python("rpcboot_server.py")), 1.1)));
		all.add(Measurement.of("doubles", "Java to Python, a million doubles there and back",
				new Contestant("pickle", Contestant.python("pickle_server.py"),
						Contestant.java(RpcCaller.class, "format=pickle", "call=doubles")),
				new Rival(new Contestant("array", PLAIN_SERVER, Contestant.java(RpcCaller.class, "call=doubles")), 20),
				new Rival(new Contestant("JSON over HTTP, uvicorn", Contestant.python("asgi_server.py"),
						Contestant.java(HttpCaller.class, "call=doubles")), 20)));
	}

	private static Measurement againstPlain(String name, String title, double target, String... options) {
		return Measurement.of(name, title, plainCaller("to Java", RPC_SERVER, options),
				new Rival(plainCaller("to Python", PLAIN_SERVER, options), target));
	}

	private static Contestant plainCaller(String name, List<String> server, String... options) {
		return new Contestant(name, server, Contestant.python("connection_caller.py", options));
	}

	private static Contestant rpc(String format, String... options) {
		return new Contestant(format, RPC_SERVER, Contestant.java(RpcCaller.class, with(options, "format=" + format)));
	}

	private static Contestant grpc(String executor, String... options) {
		return new Contestant(executor.equals("direct") ? "grpc-java, direct executors" : "grpc-java",
				Contestant.java(GrpcServer.class, "executor=" + executor),
				Contestant.java(GrpcCaller.class, with(options, "executor=" + executor)));
	}

	private static Contestant http(String... options) {
		return new Contestant("HTTP service client, Tomcat", HTTP_SERVER, Contestant.java(HttpCaller.class, options));
	}

	private static Contestant echo(String... options) {
		return new Contestant("echo", Contestant.java(Echo.EchoServer.class),
				Contestant.java(Echo.EchoCaller.class, options));
	}

	private static String[] with(String[] options, String more) {
		String[] all = Arrays.copyOf(options, options.length + 1);
		all[options.length] = more;
		return all;
	}

}
