package io.rpcboot.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program that a client calls: it listens on the loopback address, and does with each
 * connection what the script of the moment says.
 */
public final class ScriptedPeer implements AutoCloseable {

	/** The key that it knows. */
	public static final String KEY = "peekaboo";

	private final ServerSocket listener;

	private final List<RawPeer> connections = new CopyOnWriteArrayList<>();

	private final List<Throwable> problems = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> accepting = new CompletableFuture<>();

	private volatile Script script;

	/**
	 * Listens on a free port.
	 * @param script what is done with each connection
	 * @throws IOException if there is none
	 */
	public ScriptedPeer(Script script) throws IOException {
		this(0, script);
	}

	ScriptedPeer(int port, Script script) throws IOException {
		this(InetAddress.getLoopbackAddress(), port, script);
	}

	ScriptedPeer(InetAddress address, int port, Script script) throws IOException {
		this.listener = new ServerSocket(port, 50, address);
		this.script = script;
		start(this::acceptAll);
	}

	/**
	 * Knows the key, and answers calls.
	 * @param function makes a reply's JSON of a call's JSON
	 * @return the script
	 */
	public static Script answering(UnaryOperator<String> function) {
		return (peer) -> {
			peer.admit(KEY);
			answer(peer, function);
		};
	}

	/**
	 * Knows the key, and answers calls with their first argument.
	 * @return the script
	 */
	public static Script well() {
		return answering(ScriptedPeer::firstArgument);
	}

	/**
	 * Answers calls, without a handshake.
	 * @param peer the connection
	 * @param function makes a reply's JSON of a call's JSON
	 * @throws IOException when the client is gone
	 */
	public static void answer(RawPeer peer, UnaryOperator<String> function) throws IOException {
		while (true) {
			peer.sendFrame(Bytes.of(function.apply(peer.readCall())));
		}
	}

	/**
	 * Finds the first argument of a call.
	 * @param call the call's JSON
	 * @return the argument's JSON
	 */
	public static String firstArgument(String call) {
		return call.substring(call.indexOf(",[") + 2, call.indexOf(']'));
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-peer");
		thread.setDaemon(true);
		thread.start();
	}

	private void acceptAll() {
		try {
			while (true) {
				RawPeer connection = RawPeer.accept(this.listener);
				this.connections.add(connection);
				start(() -> play(connection));
			}
		}
		catch (IOException ex) {
			this.accepting.complete(null);
		}
	}

	private void play(RawPeer connection) {
		try (connection) {
			this.script.play(connection);
		}
		catch (IOException ex) {
			// the client is gone
		}
		catch (Exception | AssertionError ex) {
			this.problems.add(ex);
		}
	}

	/**
	 * Gives the port.
	 * @return the port that was picked
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Counts the connections that were ever accepted.
	 * @return how many
	 */
	public int accepted() {
		return this.connections.size();
	}

	/**
	 * Changes its mind, for connections to come.
	 * @param other what is done with them
	 */
	public void become(Script other) {
		this.script = other;
	}

	void closeConnections() throws IOException {
		for (RawPeer connection : this.connections) {
			connection.close();
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		// which lets another one in while it ends
		this.accepting.orTimeout(20, TimeUnit.SECONDS).join();
		closeConnections();
		assertThat(this.problems).isEmpty();
	}

	/**
	 * What is done with a connection, which is closed at the end.
	 */
	public interface Script {

		/**
		 * Does it.
		 * @param connection the connection
		 * @throws Exception to end it
		 */
		void play(RawPeer connection) throws Exception;

	}

}
