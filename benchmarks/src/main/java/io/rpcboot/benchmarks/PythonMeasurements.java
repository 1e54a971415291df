package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What is measured with Python at one end.
 */
final class PythonMeasurements {

	private PythonMeasurements() {
	}

	static Section section() {
		List<Measurement> all = new ArrayList<>(List.of(javaToPython(), pythonToJava(),
				againstPlain("python-1", "Python's call to Java instead of to Python, 1 caller", 1.15),
				againstPlain("python-4", "Python's call to Java instead of to Python, 4 processes", 1.3, "callers=4")));
		for (int bytes : List.of(16385, 32000, 65000)) {
			all.add(againstPlain("python-" + bytes,
					"Python's call to Java instead of to Python, %,d bytes each way".formatted(bytes), 200,
					"bytes=" + bytes));
		}
		all.add(connect());
		all.add(rpcboot());
		all.add(doubles());
		return new Section("With Python", all);
	}

	private static Measurement javaToPython() {
		return Measurement
			.of("java-python", "Java to Python, 1 caller, `add(2, 3)`",
					new Contestant("plain Python", Ways.PLAIN_SERVER, Command.java(RpcCaller.class)))
			.against(new Contestant("HTTP service client, uvicorn", Command.python("asgi_server.py"),
					Command.java(HttpCaller.class)), 3)
			.against(new Contestant("grpc-java, grpcio", Command.python("grpc_server.py"),
					Command.java(GrpcCaller.class)), 2);
	}

	private static Measurement pythonToJava() {
		return Measurement
			.of("python-java", "Python to Java, 1 caller, `add(2, 3)`", Ways.plainCaller("array", Ways.RPC_SERVER))
			.against(new Contestant("http.client, Spring MVC", Ways.HTTP_SERVER, Command.python("http_caller.py")), 2)
			.against(new Contestant("grpcio, grpc-java", Command.java(GrpcServer.class),
					Command.python("grpc_caller.py")), 2);
	}

	private static Measurement againstPlain(String name, String title, double target, String... options) {
		return Measurement.of(name, title, Ways.plainCaller("to Java", Ways.RPC_SERVER, options))
			.against(Ways.plainCaller("to Python", Ways.PLAIN_SERVER, options), target);
	}

	private static Measurement connect() {
		List<String> caller = Command.java(ConnectCaller.class, "callers=4");
		return Measurement
			.of("connect", "Connections with a handshake and one call each, 4 callers, to Java instead of to Python",
					Figure.CONNECTIONS, new Contestant("to Java", Ways.RPC_SERVER, caller))
			.against(new Contestant("to Python", Ways.PLAIN_SERVER, caller), 2);
	}

	private static Measurement rpcboot() {
		List<String> server = Command.python("rpcboot_server.py");
		return Measurement
			.of("rpcboot", "A call of `rpcboot.py`'s server, from Java instead of from Python",
					new Contestant("from Java", server, Command.java(RpcCaller.class)))
			.against(Ways.plainCaller("from Python", server), 1.1);
	}

	private static Measurement doubles() {
		return Measurement
			.of("doubles", "Java to Python, a million doubles there and back",
					new Contestant("pickle", Command.python("pickle_server.py"),
							Command.java(RpcCaller.class, "format=pickle", "call=doubles", "warm-calls=0")))
			.against(new Contestant("array", Ways.PLAIN_SERVER,
					Command.java(RpcCaller.class, "call=doubles", "warm-calls=0")), 20)
			.against(new Contestant("JSON over HTTP, uvicorn", Command.python("asgi_server.py"),
					Command.java(HttpCaller.class, "call=doubles", "warm-calls=0")), 20);
	}

}
