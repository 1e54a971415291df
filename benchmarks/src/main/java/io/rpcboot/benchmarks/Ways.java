package io.rpcboot.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ways that occur in several measurements.
 */
final class Ways {

	static final List<String> RPC_SERVER = Command.java(RpcServerApplication.class);

	static final List<String> HTTP_SERVER = Command.java(HttpServerApplication.class);

	static final List<String> PLAIN_SERVER = Command.python("connection_server.py");

	private Ways() {
	}

	static Contestant rpc(String format, String... options) {
		return new Contestant(format, RPC_SERVER, Command.java(RpcCaller.class, with(options, "format=" + format)));
	}

	static Contestant grpc(String executor, String... options) {
		return new Contestant(executor.equals("direct") ? "grpc-java, direct executors" : "grpc-java",
				Command.java(GrpcServer.class, "executor=" + executor),
				Command.java(GrpcCaller.class, with(options, "executor=" + executor)));
	}

	static Contestant http(String... options) {
		return new Contestant("HTTP service client, Tomcat", HTTP_SERVER, Command.java(HttpCaller.class, options));
	}

	static Contestant rsocket(String... options) {
		return new Contestant("RSocket", Command.java(RSocketFunctions.class),
				Command.java(RSocketCaller.class, options));
	}

	static Contestant echo(String... options) {
		return new Contestant("bare echo", Command.java(Echo.EchoServer.class),
				Command.java(Echo.EchoCaller.class, options));
	}

	static Contestant plainCaller(String name, List<String> server, String... options) {
		return new Contestant(name, server, Command.python("connection_caller.py", options));
	}

	private static String[] with(String[] options, String more) {
		return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
	}

}
