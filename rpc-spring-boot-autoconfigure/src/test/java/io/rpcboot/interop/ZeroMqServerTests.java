package io.rpcboot.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.fixture.LogCapture;
import io.rpcboot.message.CallState;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.server.RpcServer;
import io.rpcboot.server.ServerSettings.Limits;
import io.rpcboot.server.ServerSettings.Timeouts;
import io.rpcboot.server.StopReport;
import io.rpcboot.zeromq.CurveKeys;
import io.rpcboot.zeromq.ServerSecurity;
import io.rpcboot.zeromq.ServerSecurity.ClientKey;
import org.junit.jupiter.api.Timeout;
import org.zeromq.ZMQ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Calls of pyzmq's sockets.
 */
@Timeout(120)
class ZeroMqServerTests {

	private static final String CLIENT = "zmq_client.py";

	private static final ServerSecurity NONE = new ServerSecurity.None();

	private static final int MEGABYTE = 1024 * 1024;

	@WithEveryZeroMq
	void arraysAreAnsweredByJsonText(Interpreter python) {
		try (TestServer server = start()) {
			replay(python, server, """
					>>> socket = connect()
					>>> call(socket, 'add', 2, 3)
					5
					>>> call(socket, 'label', 'cup', size=2, colour='gr\\u00fcn')
					{"attributes": {"colour": "gr\\u00fcn"}, "more": [], "size": 2, "text": "cup"}
					>>> exchange(socket, '["add", [2, 3], {}]')
					5
					>>> call(socket, 'echo', 'x' * 300000) == 'x' * 300000
					true
					>>> call(socket, 'add', 2)
					TypeError: add() missing 1 required positional argument: 'y'
					>>> call(socket, 'fail', 'IllegalArgumentException', 'no such size')
					ValueError: no such size
					>>> call(socket, 'missing')
					AttributeError: there is no function 'missing' here
					>>> call(socket, 'add', 2, 4)
					6
					""");
		}
	}

	@WithEveryZeroMq
	void picklesAreAnsweredByPickles(Interpreter python) {
		try (TestServer server = start()) {
			replay(python, server, """
					>>> socket = connect()
					>>> call_pickled(socket, 'add', 2, 3)
					5
					>>> call_pickled(socket, 'fail', 'TimeoutException', 'too late')
					TimeoutError: too late
					>>> call(socket, 'add', 2, 4)
					6
					""");
		}
	}

	@WithEveryZeroMq
	void jsonRpcIsAnsweredInKind(Interpreter python) {
		try (TestServer server = start()) {
			replay(python, server, """
					>>> socket = connect()
					>>> call_json_rpc(socket, 'add', 2, 3)
					5
					>>> call_json_rpc(socket, 'fail', 'IllegalArgumentException', 'no such size')
					"no such size"
					>>> socket.send_json([request(1, 'add', 2, 3), request(2, 'add', 2, 4)])
					null
					>>> [reply['result'] for reply in socket.recv_json()]
					[5, 6]
					>>> socket.send_json({'jsonrpc': '2.0', 'method': 'now', 'params': []})
					null
					>>> socket.recv_string()
					""
					>>> call_json_rpc(socket, 'add', 2, 4)
					6
					""");
		}
	}

	@WithEveryZeroMq
	void whatIsNoCallIsAnsweredToo(Interpreter python) {
		try (TestServer server = start()) {
			replay(python, server,
					"""
							>>> socket = connect()
							>>> exchange(socket, 'hello')
							ValueError: the message is not JSON: Unrecognized token 'hello': was expecting (JSON String, Number (or 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')
							>>> exchange(socket, '')
							ValueError: the message is not a call [name, args, kwargs]: it is not an array
							>>> socket.send_multipart([b'["add", [2, 3], {}]', b'more'])
							null
							>>> received(socket.recv())
							ValueError: a call is one part of a message, or one behind an empty part
							>>> call(socket, 'add', 2, 3)
							5
							""");
		}
	}

	@WithEveryZeroMq
	void aDealerHasManyCallsAtATimeAndGetsTheRepliesAsTheyAreReady(Interpreter python) throws Exception {
		try (TestServer server = start(); Transcript transcript = Transcript.start(python, CLIENT, server, """
				>>> socket = connect(zmq.DEALER)
				>>> socket.send_multipart([b'first', b'', b'["hold", [], {}]'])
				null
				>>> socket.send_multipart([b'second', b'', b'["add", [2, 3], {}]'])
				null
				>>> texts(socket.recv_multipart())
				["second", "", "5"]
				>>> socket.send_multipart([b'way', b'back', b'', b'["add", [2, 4], {}]'])
				null
				>>> texts(socket.recv_multipart())
				["way", "back", "", "6"]
				>>> socket.send(b'["add", [2, 5], {}]')
				null
				>>> texts(socket.recv_multipart())
				["7"]
				>>> socket.send_multipart([b'', b'["echo", ["release"], {}]'])
				null
				>>> texts(socket.recv_multipart())
				["", "\\"release\\""]
				>>> texts(socket.recv_multipart())
				["first", "", "null"]
				""")) {
			server.functions().awaitHeld();
			await().untilAsserted(() -> assertThat(server.connections())
				.extracting(ConnectionState::format, (peer) -> peer.calls().stream().map(CallState::function).toList())
				.containsExactly(tuple(MessageFormat.ARRAY, List.of("hold"))));
			server.functions().release();
			transcript.verify();
		}
	}

	@WithEveryZeroMq
	void eachOfManyClientsGetsItsOwnReplies(Interpreter python) {
		try (TestServer server = start()) {
			replay(python, server, """
					>>> crowd(8, 200)
					1600
					""");
		}
	}

	@WithEveryZeroMq
	void callsBeyondTheLimitAreRefusedAtOnce(Interpreter python) throws Exception {
		Limits limits = limits(MEGABYTE, 1, 10);
		try (TestServer server = TestServer.startZeroMq(NONE, limits, Timeouts.DEFAULT);
				LogCapture log = LogCapture.of(RpcServer.class);
				Transcript holding = Transcript.start(python, CLIENT, server, """
						>>> call(connect(), 'hold')
						null
						""")) {
			server.functions().awaitHeld();
			replay(python, server,
					"""
							>>> socket = connect()
							>>> call(socket, 'add', 2, 3)
							BlockingIOError: [Errno 11] the call was not executed: as many calls run as rpc.server.max-concurrent-calls allows (1)
							>>> call_json_rpc(socket, 'add', 2, 3)
							"the call was not executed: as many calls run as rpc.server.max-concurrent-calls allows (1)"
							>>> call_pickled(socket, 'add', 2, 3)
							BlockingIOError: [Errno 11] the call was not executed: as many calls run as rpc.server.max-concurrent-calls allows (1)
							""");
			server.functions().release();
			holding.verify();
			assertThat(log.lines()).filteredOn((line) -> !line.startsWith("DEBUG"))
				.singleElement()
				.asString()
				.matches("WARN Refused a message of 127\\.0\\.0\\.1:\\d+: "
						+ "as many calls run as rpc.server.max-concurrent-calls allows \\(1\\)");
		}
	}

	@WithEveryZeroMq
	void aMessageThatIsTooLargeEndsTheConnectionAndIsLogged(Interpreter python) {
		try (TestServer server = TestServer.startZeroMq(NONE, limits(1000, 10, 10), Timeouts.DEFAULT);
				LogCapture log = LogCapture.of(RpcServer.class)) {
			replay(python, server, """
					>>> silence(connect(), 'x' * 1001)
					"nothing"
					>>> call(connect(), 'add', 2, 3)
					5
					""");
			assertThat(log.lines()).filteredOn((line) -> !line.startsWith("DEBUG"))
				.singleElement()
				.asString()
				.matches(
						"WARN Closed the connection of 127\\.0\\.0\\.1:\\d+: it sent a message of more than the 1000 bytes "
								+ "that rpc.server.max-message-size allows");
		}
	}

	@WithEveryZeroMq
	void aPasswordIsAskedFor(Interpreter python) {
		try (TestServer server = TestServer.startZeroMq(new ServerSecurity.Plain("secret"), Limits.DEFAULT,
				Timeouts.DEFAULT); LogCapture log = LogCapture.of(RpcServer.class)) {
			replay(python, server, """
					>>> call(connect(plain_username=b'orders', plain_password=b'secret'), 'add', 2, 3)
					5
					>>> silence(connect(plain_username=b'orders', plain_password=b'wrong'), '["add", [2, 3], {}]')
					"nothing"
					>>> silence(connect(), '["add", [2, 3], {}]', 2000)
					"nothing"
					""");
			await().untilAsserted(() -> assertThat(log.lines()).anySatisfy((line) -> assertThat(line).matches(
					"INFO 127\\.0\\.0\\.1:\\d+ left before the handshake had ended: a probe, or a peer that does not speak "
							+ "ZeroMQ as it has to here \\(password required\\)")));
			assertThat(log.lines()).contains(
					"WARN Refused a connection of 127.0.0.1: what it shows is none of the keys that are known here");
			assertThat(server.handshakes().accepted()).extracting(KeyUse::principal, KeyUse::key, KeyUse::count)
				.containsExactly(tuple(null, 0, 1L));
			assertThat(server.handshakes().failed()).containsKey("wrong-key");
		}
	}

	@WithEveryZeroMq
	void aKeyOfCurveTellsWhoCalls(Interpreter python) {
		ZMQ.Curve.KeyPair own = ZMQ.Curve.generateKeyPair();
		ZMQ.Curve.KeyPair billing = ZMQ.Curve.generateKeyPair();
		ZMQ.Curve.KeyPair stranger = ZMQ.Curve.generateKeyPair();
		ServerSecurity security = new ServerSecurity.Curve(CurveKeys.parse(own.secretKey),
				List.of(new ClientKey("billing", 0, CurveKeys.parse(billing.publicKey))));
		try (TestServer server = TestServer.startZeroMq(security, Limits.DEFAULT, Timeouts.DEFAULT);
				LogCapture log = LogCapture.of(RpcServer.class)) {
			replay(python, server, """
					>>> call(%s, 'principal')
					"billing"
					>>> silence(%s, '["add", [2, 3], {}]')
					"nothing"
					>>> silence(%s, '["add", [2, 3], {}]')
					"nothing"
					>>> silence(connect(), '["add", [2, 3], {}]')
					"nothing"
					""".formatted(curve(own, billing), curve(own, stranger), curve(stranger, billing)));
			await().untilAsserted(() -> assertThat(log.lines()).contains(
					"WARN Refused a connection of 127.0.0.1: what it shows is none of the keys that are known here"));
			assertThat(server.handshakes().accepted()).extracting(KeyUse::principal, KeyUse::key, KeyUse::count)
				.containsExactly(tuple("billing", 0, 1L));
		}
	}

	private static String curve(ZMQ.Curve.KeyPair server, ZMQ.Curve.KeyPair client) {
		return "connect(curve_serverkey=b'%s', curve_publickey=b'%s', curve_secretkey=b'%s')"
			.formatted(server.publicKey, client.publicKey, client.secretKey);
	}

	@WithEveryZeroMq
	void aPeerThatDoesNotReadCostsOthersNothing(Interpreter python) throws Exception {
		Timeouts timeouts = new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(1), null);
		try (TestServer server = TestServer.startZeroMq(NONE, limits(MEGABYTE, 1024, 100), timeouts);
				LogCapture log = LogCapture.of(RpcServer.class);
				Transcript greedy = Transcript.start(python, CLIENT, server, """
						>>> socket = connect(zmq.DEALER, rcvhwm=1)
						>>> send_unread(socket, 100, 900000) > 60
						true
						>>> call(connect(), 'hold')
						null
						""")) {
			server.functions().awaitHeld();
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(log.lines()).anySatisfy((line) -> assertThat(line).matches(
						"WARN Dropped \\d+ replies to 127\\.0\\.0\\.1:\\d+, which has not read for the 1000 ms that "
								+ "rpc.server.write-timeout allows")));
			replay(python, server, """
					>>> call(connect(), 'add', 2, 3)
					5
					""");
			server.functions().release();
			greedy.verify();
		}
	}

	@WithEveryZeroMq
	void afterAClientWasKilledOthersAreServed(Interpreter python) throws Exception {
		try (TestServer server = start()) {
			Transcript killed = Transcript.start(python, CLIENT, server, """
					>>> call(connect(), 'hold')
					""");
			try {
				server.functions().awaitHeld();
			}
			finally {
				killed.close();
			}
			server.functions().release();
			replay(python, server, """
					>>> call(connect(), 'add', 2, 3)
					5
					""");
			await().untilAsserted(() -> assertThat(server.connections()).isEmpty());
		}
	}

	@WithEveryZeroMq
	void aStopLetsCallsEndAndRefusesNewOnes(Interpreter python) throws Exception {
		try (TestServer server = start(); Transcript holding = Transcript.start(python, CLIENT, server, """
				>>> held = connect(zmq.DEALER)
				>>> held.send_multipart([b'', b'["hold", [], {}]'])
				null
				>>> other = connect()
				>>> while call(other, 'echo', 'go on') == 'go on': pass
				ConnectionRefusedError: [Errno 111] echo() was not executed: the server is stopping
				>>> texts(held.recv_multipart())
				["", "null"]
				""")) {
			server.functions().awaitHeld();
			CompletableFuture<StopReport> stop = CompletableFuture
				.supplyAsync(() -> server.stop(Duration.ofSeconds(20)), (task) -> new Thread(task, "stop").start());
			holding.await("the server is stopping");
			server.functions().release();
			holding.verify();
			StopReport report = stop.get(20, TimeUnit.SECONDS);
			assertThat(report.finished()).isPositive();
			assertThat(report.cut()).isZero();
			assertThat(report.refused()).isPositive();
		}
	}

	@WithEveryZeroMq
	void aStopInterruptsCallsThatDoNotEnd(Interpreter python) throws Exception {
		try (TestServer server = start(); Transcript holding = Transcript.start(python, CLIENT, server, """
				>>> call(connect(), 'hold')
				OSError: hold() was interrupted, as the server stops
				""")) {
			server.functions().awaitHeld();
			assertThat(server.stop(Duration.ofMillis(200))).isEqualTo(new StopReport(0, 1, 0));
			holding.verify();
		}
	}

	private static TestServer start() {
		return TestServer.startZeroMq(NONE, Limits.DEFAULT, Timeouts.DEFAULT);
	}

	private static Limits limits(int messageSize, int calls, int callsPerConnection) {
		return new Limits(messageSize, 10, 10, callsPerConnection, calls, Limits.DEFAULT.buffered());
	}

	private static void replay(Interpreter python, TestServer server, String transcript) {
		Transcript.replay(python, CLIENT, server, transcript);
	}

}
