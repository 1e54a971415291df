package io.rpcboot.client;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Programs that break down, or are something else than expected. Each of these tests ends
 * with a call that succeeds, and nothing may be left then.
 */
@Timeout(60)
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("formatsAndTransports")
@TestInstance(Lifecycle.PER_CLASS)
class FaultMatrixTests {

	// no wait of the client is longer than a second where it has to fail
	private static final Duration GENEROUS = Duration.ofSeconds(15);

	private static final String FAULTY_KEY = "%s; correct rpc.client.orders.authkey. A Python program whose accept loop "
			+ "does not catch the error has ended by it";

	private static final String TIMED_OUT = "no reply within 1000 ms (@RpcFunction of Orders.echoWithinASecond): ";

	private static final String NO_HANDSHAKE = "no handshake within 300 ms (rpc.client.orders.pool.connect-timeout): the "
			+ "program is busy with another client's handshake, or has no authkey while we have one";

	@Parameter(0)
	private MessageFormat format;

	@Parameter(1)
	private TestTransport transport;

	private long threads;

	private long descriptors;

	private ScriptedPeer peer;

	private RpcClientFactory factory;

	private Orders orders;

	@BeforeEach
	void start() throws IOException {
		open(Duration.ofSeconds(10));
		// whatever is loaded at the first time is loaded now
		assertThat(this.orders.echo(1)).isEqualTo(1);
		shut();
		this.threads = threads();
		this.descriptors = descriptors();
		open(Duration.ofSeconds(10));
	}

	private void open(Duration connectTimeout) throws IOException {
		this.peer = new ScriptedPeer(this.transport, ScriptedPeer.well());
		this.factory = Clients.factory(this.format, Duration.ofSeconds(20),
				new ClientSettings.Pool(2, 1024, connectTimeout, Duration.ofMinutes(1), Duration.ofMinutes(5)),
				ScriptedPeer.security(this.transport), List.of(this.peer.address()));
		this.orders = this.factory.create(Orders.class);
	}

	private void shut() throws IOException {
		this.factory.close();
		this.peer.close();
	}

	private void reopen(Duration connectTimeout) throws IOException {
		shut();
		open(connectTimeout);
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		this.peer.become(ScriptedPeer.well());
		// a key that was refused is not offered again at once
		await().ignoreExceptionsInstanceOf(RpcAuthenticationException.class)
			.untilAsserted(() -> assertThat(this.orders.echo(7)).isEqualTo(7));
		shut();
		await().untilAsserted(() -> {
			assertThat(threads()).isLessThanOrEqualTo(this.threads);
			assertThat(descriptors()).isLessThanOrEqualTo(this.descriptors);
		});
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("rpc-client") || thread.getName().equals("scripted-peer"))
			.count();
	}

	private static long descriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

	static Stream<Arguments> formatsAndTransports() {
		return Stream.of(Arguments.of(MessageFormat.ARRAY, TestTransport.TCP),
				Arguments.of(MessageFormat.ARRAY, TestTransport.UNIX),
				Arguments.of(MessageFormat.ARRAY, TestTransport.TLS),
				Arguments.of(MessageFormat.JSON_RPC, TestTransport.TCP));
	}

	static Stream<Arguments> faultsWhileConnecting() {
		return Stream.of(fault("closes at once", (peer) -> {
		}, RpcConnectionException.class, "The peer closed the connection during the handshake"),
				fault("closes after its challenge", (peer) -> {
					peer.sendChallenge(ChallengeStyle.SHA256.message());
					peer.readFrame();
				}, RpcConnectionException.class, "The peer closed the connection during the handshake"),
				fault("closes after its welcome", (peer) -> {
					peer.challenge(ScriptedPeer.KEY);
					peer.readChallenge();
				}, RpcConnectionException.class, "The peer closed the connection during the handshake"),
				fault("truncates its challenge", (peer) -> peer.send(Bytes.header(59), Bytes.of("#CHALL")),
						RpcConnectionException.class, "The peer closed the connection in the middle of a frame"),
				fault("announces a negative length", (peer) -> {
					peer.send(Bytes.header(-5));
					peer.awaitEnd();
				}, RpcProtocolException.class, "The peer announced a frame of a negative length (-5)"));
	}

	static Stream<Arguments> refusals() {
		return Stream.of(fault("has another key", (peer) -> {
			peer.sendChallenge(ChallengeStyle.SHA256.message());
			peer.readFrame();
			peer.sendFailure();
		}, RpcAuthenticationException.class,
				FAULTY_KEY
					.formatted("The peer refused our answer to its challenge: its authkey is another one than ours")),
				fault("answers our challenge with another key", (peer) -> {
					peer.challenge(ScriptedPeer.KEY);
					peer.sendFrame(ChallengeStyle.SHA256.answer("another", peer.readChallenge()));
					assertThat(peer.readFrame()).isEqualTo(Bytes.of("#FAILURE#"));
				}, RpcAuthenticationException.class,
						FAULTY_KEY.formatted("The peer's authkey is another one than ours")),
				fault("speaks HTTP", saying(Bytes.of("HTTP/1.1 400 Bad Request\r\n\r\n")),
						RpcAuthenticationException.class,
						"The peer speaks HTTP, not multiprocessing.connection; correct rpc.client.orders.address"),
				fault("speaks TLS", saying(Bytes.hex("16 03 03 0002 02 28")), RpcAuthenticationException.class,
						"The peer speaks TLS, which is not configured here; correct rpc.client.orders.address, or set "
								+ "rpc.client.orders.ssl.bundle"),
				fault("sends garbage", saying(Bytes.pattern(300)), RpcAuthenticationException.class,
						"The peer sent a frame of 2047581 bytes where at most 256 are allowed before it is "
								+ "authenticated: it has no authkey, or speaks another protocol; correct "
								+ "rpc.client.orders.address"),
				fault("sends something else than a challenge", saying(Bytes.frame(Bytes.of("hello"))),
						RpcAuthenticationException.class,
						"The peer sent 5 bytes where its challenge was due; correct rpc.client.orders.address"));
	}

	Stream<Arguments> faultsOfReplies() {
		return Stream.concat(faultsOfAnyReply(),
				(this.format == MessageFormat.ARRAY) ? faultsOfArrayReplies() : faultsOfJsonRpcReplies());
	}

	private static Stream<Arguments> faultsOfAnyReply() {
		return Stream.of(
				fault("closes instead of answering", afterCall(), RpcConnectionException.class,
						"the peer closed the connection instead of answering", Executed.UNKNOWN),
				fault("truncates the header", afterCall(new byte[2]), RpcConnectionException.class,
						"The peer closed the connection in the middle of a frame", Executed.UNKNOWN),
				fault("truncates the reply", afterCall(Bytes.header(9), new byte[8]), RpcConnectionException.class,
						"The peer closed the connection in the middle of a frame", Executed.UNKNOWN),
				fault("resets", (peer) -> {
					peer.admit(ScriptedPeer.KEY);
					// and not the rest of the call
					peer.read();
					peer.reset();
				}, RpcConnectionException.class, "The connection was lost: java.net.SocketException: Connection reset",
						Executed.UNKNOWN),
				fault("answers a negative length", afterCall(Bytes.header(-2)), RpcProtocolException.class,
						"The peer announced a frame of a negative length (-2)", Executed.UNKNOWN),
				fault("answers 2 GiB", afterCall(Bytes.header(Integer.MAX_VALUE)), RpcProtocolException.class,
						tooLong(Integer.MAX_VALUE), Executed.YES),
				fault("answers 2^40 bytes", afterCall(Bytes.extendedHeader(1L << 40)), RpcProtocolException.class,
						tooLong(1L << 40), Executed.YES),
				fault("answers more than allowed", afterCall(Bytes.frame(new byte[1024 * 1024 + 1])),
						RpcProtocolException.class, tooLong(1024 * 1024 + 1), Executed.YES));
	}

	private static Stream<Arguments> faultsOfArrayReplies() {
		return Stream.of(fault("answers nothing", afterCall(Bytes
			.header(0)), RpcProtocolException.class, "the reply is not JSON: it is empty", Executed.YES), fault(
					"answers no JSON", afterCall(Bytes.frame(Bytes.of("nope"))), RpcProtocolException.class,
					"the reply is not JSON: Unrecognized token 'nope': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), "
							+ "Array, Object or token 'null', 'true' or 'false')",
					Executed.YES),
				fault("answers JSON and more", afterCall(Bytes.frame(Bytes.of("5 6"))), RpcProtocolException.class,
						"the reply is not JSON: there is something behind its end", Executed.YES),
				// pickle.dumps(5, 4)
				fault("answers a pickled number", afterCall(Bytes.frame(Bytes.hex("80 04 4b 05 2e"))),
						RpcProtocolException.class,
						"the reply is a pickled value where JSON text was expected: the function's result has to be "
								+ "sent by connection.send(json.dumps(result))",
						Executed.YES),
				// os.system("true"): nothing of it is executed
				fault("answers a hostile pickle",
						afterCall(Bytes.frame(Bytes.of("\u0080\u0002cposix\nsystem\nU\u0004true\u0085R."))),
						RpcRemoteException.class, "posix.system: true", Executed.YES),
				fault("truncates a pickle", afterCall(Bytes.frame(Bytes.hex("80 04 8c 09 61"))),
						RpcProtocolException.class,
						"the pickle is refused at byte 2: 9 bytes are announced, 1 are left", Executed.YES));
	}

	private static Stream<Arguments> faultsOfJsonRpcReplies() {
		String noReply = "the peer sent what is no reply of JSON-RPC: ";
		return Stream.of(protocolFault("answers nothing", "", noReply + "it is not an object"),
				protocolFault("answers an array", "[]", noReply + "it is a batch, and there was none of calls"),
				protocolFault("answers a batch", "[{\"jsonrpc\": \"2.0\", \"result\": 1, \"id\": 1}]",
						noReply + "it is a batch, and there was none of calls"),
				protocolFault("answers a number", "5", noReply + "it is not an object"),
				protocolFault("answers without an id", "{\"jsonrpc\": \"2.0\", \"result\": 1}",
						noReply + "it has no id"),
				protocolFault("stops within its JSON", "{\"jsonrpc\": \"2.0\", \"resu",
						noReply + "it is not JSON: Unexpected end-of-input in property name"),
				protocolFault("answers a pickled exception",
						"\u0080\u0002c__builtin__\nValueError\nX\u0002\u0000\u0000\u0000no\u0085R.",
						"the peer does not speak JSON-RPC, it answered a pickled exception: ValueError: no"),
				fault("answers neither a result nor an error", afterCall(Bytes.frame(Bytes.of("{\"id\": 1}"))),
						RpcProtocolException.class, "the reply has neither a result nor an error", Executed.YES),
				fault("could not read the call",
						afterCall(Bytes
							.frame(Bytes.of("{\"error\": {\"code\": -32700, \"message\": \"no\"}, \"id\": null}"))),
						RpcRemoteException.class, "ValueError: no", Executed.YES),
				fault("answers another call and closes",
						afterCall(Bytes.frame(Bytes.of("{\"jsonrpc\": \"2.0\", \"result\": 1, \"id\": 99}"))),
						RpcConnectionException.class, "the peer closed the connection instead of answering",
						Executed.UNKNOWN));
	}

	private static Arguments protocolFault(String name, String reply, String message) {
		return fault(name, afterCall(Bytes.frame(Bytes.of(reply))), RpcProtocolException.class, message,
				Executed.UNKNOWN);
	}

	private static String tooLong(long length) {
		return "the reply has " + length
				+ " bytes, more than the 1048576 that rpc.client.orders.max-message-size allows";
	}

	private static ScriptedPeer.Script saying(byte[] bytes) {
		return (peer) -> {
			peer.send(bytes);
			peer.awaitEnd();
		};
	}

	private static ScriptedPeer.Script afterCall(byte[]... parts) {
		return (peer) -> {
			peer.admit(ScriptedPeer.KEY);
			peer.readFrame();
			peer.send(parts);
			peer.finish();
			peer.awaitEnd();
		};
	}

	private static Arguments fault(String name, ScriptedPeer.Script script, Class<? extends RpcException> type,
			String message) {
		return fault(name, script, type, message, Executed.NO);
	}

	private static Arguments fault(String name, ScriptedPeer.Script script, Class<? extends RpcException> type,
			String message, Executed executed) {
		return Arguments.of(name, script, type, message, executed);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faultsWhileConnecting")
	void aConnectionThatCannotBeOpenedIsTriedAgainUntilTheTimeout(String name, ScriptedPeer.Script script,
			Class<? extends RpcException> type, String message, Executed executed) {
		this.peer.become(script);
		assertFails(type, message, executed, () -> this.orders.echoWithinASecond(1));
		assertThat(this.peer.accepted()).isBetween(2, 5);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusals")
	void whatIsNotThePeerIsTriedOnce(String name, ScriptedPeer.Script script, Class<? extends RpcException> type,
			String message, Executed executed) {
		this.peer.become(script);
		assertFails(type, message, executed, () -> this.orders.echo(1));
		assertThat(this.peer.accepted()).isOne();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faultsOfReplies")
	void aCallWithAFaultyReplyIsNotRepeated(String name, ScriptedPeer.Script script, Class<? extends RpcException> type,
			String message, Executed executed) {
		this.peer.become(script);
		assertFails(type, message, executed, () -> this.orders.echo(1));
		assertThat(this.peer.accepted()).isOne();
	}

	private String timedOut() {
		return TIMED_OUT + ((this.format == MessageFormat.ARRAY)
				? "the function takes longer, or it raised an exception and the program, as many do, neither answers nor "
						+ "closes the connection then"
				: "the function takes longer, or the program does not answer, perhaps as it knows no JSON-RPC "
						+ "(rpc.client.orders.format)");
	}

	private void assertFails(Class<? extends RpcException> type, String message, Executed executed, Runnable call) {
		long start = System.nanoTime();
		RpcException failure = catchThrowableOfType(RpcException.class, call::run);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
		assertThat(failure).isExactlyInstanceOf(type)
			.hasMessage("orders.echo() at %s: %s", this.peer.address(), message);
		assertThat(failure.executed()).isEqualTo(executed);
	}

	@Test
	void nothingListensAndThenTheProgramIsBack() throws Exception {
		Address address = this.peer.address();
		assertThat(this.orders.echo(1)).isEqualTo(1);
		this.peer.close();
		awaitDisconnected();
		assertFails(RpcConnectionException.class,
				"nothing listens there (Connection refused); start the program, or correct rpc.client.orders.address",
				Executed.NO, () -> this.orders.echoWithinASecond(1));
		this.peer = new ScriptedPeer(this.transport, address, ScriptedPeer.well());
	}

	// nobody looks at a shared connection before a call
	private void awaitDisconnected() {
		await().untilAsserted(() -> {
			this.factory.retireIdle();
			assertThat(this.factory.state().addresses().get(0).idleConnections()).isZero();
		});
	}

	@Test
	void aCallWaitsForAProgramThatIsBeingStarted() throws Exception {
		Address address = this.peer.address();
		this.peer.close();
		CompletableFuture<Integer> later = this.orders.echoLater(5);
		await().untilAsserted(() -> assertThat(this.factory.state().addresses().get(0).failure()).isNotNull());
		this.peer = new ScriptedPeer(this.transport, address, ScriptedPeer.well());
		assertThat(later.get(20, TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void aPeerWithoutAKeyNeverChallenges() throws Exception {
		reopen(Duration.ofMillis(300));
		this.peer.become(RawPeer::awaitEnd);
		assertFails(RpcTimeoutException.class, NO_HANDSHAKE, Executed.NO, () -> this.orders.echoWithinThreeSeconds(1));
	}

	@Test
	void aPeerThatIsSilentForLongerThanTheCallMayTakeIsNotTakenForBusy() throws Exception {
		this.peer.become(RawPeer::awaitEnd);
		assertFails(RpcTimeoutException.class,
				"no connection within 1000 ms (@RpcFunction of Orders.echoWithinASecond): an attempt that may take 10000 ms "
						+ "(rpc.client.orders.pool.connect-timeout) has not ended",
				Executed.NO, () -> this.orders.echoWithinASecond(1));
		// the attempt goes on without the call
		this.peer.closeConnections();
	}

	@Test
	void aPeerThatStopsWithinItsHandshakeIsGivenUp() throws Exception {
		reopen(Duration.ofMillis(300));
		this.peer.become((connection) -> {
			connection.challenge(ScriptedPeer.KEY);
			connection.awaitEnd();
		});
		assertFails(RpcTimeoutException.class,
				"the handshake did not end within 300 ms (rpc.client.orders.pool.connect-timeout)", Executed.NO,
				() -> this.orders.echoWithinThreeSeconds(1));
	}

	@Test
	void aLateReplyNeverAnswersAnotherCall() {
		CountDownLatch ended = new CountDownLatch(1);
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			String call = connection.readCall();
			String late = ScriptedPeer.reply(call, ScriptedPeer.firstArgument(call));
			connection.awaitEnd();
			try {
				connection.sendFrame(Bytes.of(late));
			}
			finally {
				ended.countDown();
			}
		});
		assertFails(RpcTimeoutException.class, timedOut(), Executed.UNKNOWN, () -> this.orders.echoWithinASecond(1));
		this.peer.become(ScriptedPeer.well());
		assertThat(this.orders.echo(2)).isEqualTo(2);
		await().until(() -> ended.getCount() == 0);
		assertThat(this.orders.echo(3)).isEqualTo(3);
	}

	@Test
	void aCallAfterOneThatTimedOutTellsThatItDidNotRun() throws Exception {
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.awaitEnd();
		});
		assertFails(RpcTimeoutException.class, timedOut(), Executed.UNKNOWN, () -> this.orders.echoWithinASecond(1));
		Address address = this.peer.address();
		this.peer.close();
		assertFails(RpcConnectionException.class,
				"nothing listens there (Connection refused); start the program, or correct rpc.client.orders.address",
				Executed.NO, () -> this.orders.echoWithinASecond(1));
		this.peer = new ScriptedPeer(this.transport, address, ScriptedPeer.well());
	}

	@Test
	void aProgramThatComesBackWithAnotherKeyIsToldApart() throws Exception {
		Address address = this.peer.address();
		this.peer.close();
		assertFails(RpcConnectionException.class,
				"nothing listens there (Connection refused); start the program, or correct rpc.client.orders.address",
				Executed.NO, () -> this.orders.echoWithinASecond(1));
		this.peer = new ScriptedPeer(this.transport, address, (connection) -> {
			connection.sendChallenge(ChallengeStyle.SHA256.message());
			connection.readFrame();
			connection.sendFailure();
		});
		assertFails(RpcAuthenticationException.class,
				FAULTY_KEY
					.formatted("The peer refused our answer to its challenge: its authkey is another one than ours"),
				Executed.NO, () -> this.orders.echo(1));
		assertThat(this.peer.accepted()).isOne();
	}

	@Test
	void anExceptionOfTheFunctionLeavesTheConnectionAsItIs() {
		// pickle.dumps(ValueError("no"), 2) as Python 3 writes it
		String failure = (this.format == MessageFormat.ARRAY)
				? "\u0080\u0002cexceptions\nValueError\nq\u0000X\u0002\u0000\u0000\u0000noq\u0001\u0085q\u0002Rq\u0003."
				: "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32600, \"message\": \"no\"}, \"id\": 1}";
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readFrame();
			connection.sendFrame(Bytes.of(failure));
			ScriptedPeer.answer(connection, ScriptedPeer::firstArgument);
		});
		assertFails(RpcRemoteException.class, "ValueError: no", Executed.YES, () -> this.orders.echo(1));
		assertThat(this.orders.echo(2)).isEqualTo(2);
		assertThat(this.peer.accepted()).isOne();
	}

	interface Orders {

		int echo(int value);

		@RpcFunction(value = "echo", timeout = "1s")
		int echoWithinASecond(int value);

		// a machine with much to do may need as long for a single attempt
		@RpcFunction(value = "echo", timeout = "3s")
		int echoWithinThreeSeconds(int value);

		@RpcFunction("echo")
		CompletableFuture<Integer> echoLater(int value);

	}

}
