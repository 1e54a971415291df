package io.rpcboot.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.RawListener;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program that a client calls: it listens, and does with each connection what the
 * script of the moment says.
 */
public final class ScriptedPeer implements AutoCloseable {

	/** The key that it knows. */
	public static final String KEY = "peekaboo";

	private static final String ID = ",\"id\":";

	private static final Pattern ARGUMENTS = Pattern.compile("(?:,|\"params\":)\\[([^]]*)");

	private final RawListener listener;

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
		this(TestTransport.TCP, script);
	}

	ScriptedPeer(TestTransport transport, Script script) throws IOException {
		this(transport, transport.address(), script);
	}

	ScriptedPeer(TestTransport transport, Address address, Script script) throws IOException {
		this.listener = transport.listen(address);
		this.script = script;
		start(this::acceptAll);
	}

	/**
	 * What a client needs to be secure with this peer.
	 */
	static Security security(TestTransport transport) {
		return new Security(new Handshake(AuthKey.parse(KEY), true), transport.ofClient());
	}

	/**
	 * Knows the key, and answers calls.
	 * @param function makes a result's JSON of a call's JSON
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
	 * @param function makes a result's JSON of a call's JSON
	 * @throws IOException when the client is gone
	 */
	public static void answer(RawPeer peer, UnaryOperator<String> function) throws IOException {
		while (true) {
			String call = peer.readCall();
			if (isAnswered(call)) {
				peer.sendFrame(Bytes.of(reply(call, function.apply(call))));
			}
		}
	}

	/**
	 * Finds the first argument of a call.
	 * @param call the call's JSON
	 * @return the argument's JSON
	 */
	public static String firstArgument(String call) {
		Matcher matcher = ARGUMENTS.matcher(call);
		assertThat(matcher.find()).as(call).isTrue();
		return matcher.group(1);
	}

	/**
	 * Writes a reply as a Python program does.
	 * @param call the call's JSON, in any format
	 * @param result the result's JSON
	 * @return the reply's JSON
	 */
	static String reply(String call, String result) {
		return isJsonRpc(call) ? "{\"jsonrpc\": \"2.0\", \"result\": %s, \"id\": %s}".formatted(result, id(call))
				: result;
	}

	static String id(String call) {
		int start = call.indexOf(ID) + ID.length();
		return call.substring(start, call.indexOf(',', start));
	}

	private static boolean isAnswered(String call) {
		return !isJsonRpc(call) || call.contains(ID);
	}

	private static boolean isJsonRpc(String call) {
		return call.startsWith("{");
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-peer");
		thread.setDaemon(true);
		thread.start();
	}

	private void acceptAll() {
		try {
			while (true) {
				RawPeer connection = this.listener.accept();
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
			connection.establish();
			this.script.play(connection);
		}
		catch (IOException ex) {
			// the client is gone
		}
		catch (Exception | AssertionError ex) {
			this.problems.add(ex);
		}
	}

	Address address() {
		return this.listener.address();
	}

	/**
	 * Gives the port.
	 * @return the port that was picked
	 */
	public int port() {
		return ((TcpAddress) address()).port();
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
