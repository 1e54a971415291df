package io.rpcboot.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.UnixAddress;

/**
 * A Python program that serves on a port of the loopback address or on a Unix socket,
 * with the key of {@link TestServer}.
 */
final class PythonServer implements AutoCloseable {

	// alone on a line, or as rpcboot.py tells it
	private static final Pattern PLACE = Pattern.compile("(?m)^(?:serving at (?:127\\.0\\.0\\.1:)?)?(\\d+|/\\S+)\\R");

	private final PythonProcess process;

	private final String place;

	private PythonServer(PythonProcess process) {
		this.process = process;
		this.place = process.await(PLACE).group(1);
	}

	/**
	 * Starts a server that takes the key as its first argument.
	 * @param python the interpreter
	 * @param script the name of the script
	 * @param arguments its other arguments
	 * @return the server, which listens
	 */
	static PythonServer start(Interpreter python, String script, Object... arguments) {
		List<Object> all = new ArrayList<>(List.of(TestServer.AUTHKEY));
		all.addAll(List.of(arguments));
		return run(python, script, all);
	}

	/**
	 * Starts a server that asks for no key.
	 * @param python the interpreter
	 * @param script the name of the script
	 * @return the server, which listens
	 */
	static PythonServer startWithoutKey(Interpreter python, String script) {
		return run(python, script, List.of(""));
	}

	static PythonServer run(Interpreter python, String script, List<?> arguments) {
		PythonProcess process = PythonProcess.start(python, script, arguments, "");
		try {
			return new PythonServer(process);
		}
		catch (RuntimeException | Error ex) {
			process.close();
			throw ex;
		}
	}

	int port() {
		return Integer.parseInt(this.place);
	}

	/**
	 * Gives the address.
	 * @return port and host, or the path of a Unix socket
	 */
	Address address() {
		return this.place.startsWith("/") ? new UnixAddress(Path.of(this.place)) : new TcpAddress("127.0.0.1", port());
	}

	PythonProcess process() {
		return this.process;
	}

	/**
	 * Kills the program.
	 */
	@Override
	public void close() {
		this.process.close();
	}

}
