package io.rpcboot.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TrafficMonitor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a client whose peer is a socket that does what the test says.
 */
@Timeout(60)
class ZeroMqChannelTests {

	private final ZContext context = new ZContext();

	private ZMQ.Socket peer;

	private int port;

	private @Nullable RpcClientFactory factory;

	@BeforeEach
	void bind() {
		this.peer = router("tcp://127.0.0.1:*");
		String endpoint = this.peer.getLastEndpoint();
		this.port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
	}

	private ZMQ.Socket router(String endpoint) {
		ZMQ.Socket router = this.context.createSocket(SocketType.ROUTER);
		router.setReceiveTimeOut(10_000);
		router.setLinger(0);
		router.bind(endpoint);
		return router;
	}

	private Calculator calculator(MessageFormat format) {
		this.factory = RpcClientFactory.builder("orders", new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT))
			.address(new ZeroMqAddress(new TcpAddress("127.0.0.1", this.port)),
					new ZeroMqChannels(new ClientSecurity.None(), TrafficMonitor.NONE))
			.format(format)
			.timeout(Duration.ofSeconds(20))
			.pool(new Pool(1, 2, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5)))
			.build();
		return this.factory.create(Calculator.class);
	}

	@AfterEach
	void close() {
		if (this.factory != null) {
			this.factory.close();
		}
		this.context.close();
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain("rpc-client-zeromq"));
	}

	@Test
	void aCallStandsBehindAnIdAndAnEmptyPartAsBareText() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<Integer> sum = async(() -> calculator.add(2, 3));
		List<byte[]> call = receive();
		assertThat(call).hasSize(4);
		assertThat(call.get(1)).hasSize(8);
		assertThat(call.get(2)).isEmpty();
		assertThat(text(call.get(3))).isEqualTo("[\"add\",[2,3],{}]");
		reply(call, "5");
		assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void repliesFindTheirCallsInAnyOrder() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<Integer> first = async(() -> calculator.add(1, 1));
		List<byte[]> firstCall = receive();
		CompletableFuture<Integer> second = async(() -> calculator.add(2, 2));
		List<byte[]> secondCall = receive();
		reply(secondCall, "4");
		assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(4);
		reply(firstCall, "2");
		assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void whatAnswersNoCallIsDropped() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<Integer> sum = async(() -> calculator.add(2, 3));
		List<byte[]> call = receive();
		send(call.get(0), "stray".getBytes(StandardCharsets.US_ASCII));
		send(call.get(0), new byte[8], new byte[0], "7".getBytes(StandardCharsets.US_ASCII));
		send(call.get(0), call.get(1), new byte[0], new byte[0], "7".getBytes(StandardCharsets.US_ASCII));
		reply(call, "5");
		reply(call, "6");
		assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(5);
		CompletableFuture<Integer> next = async(() -> calculator.add(2, 4));
		reply(receive(), "8");
		assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(8);
	}

	@Test
	void aReplyThatIsNoJsonIsAFailureOfThisCallOnly() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<RpcException> failure = async(
				() -> catchThrowableOfType(RpcProtocolException.class, () -> calculator.add(2, 3)));
		List<byte[]> call = receive();
		CompletableFuture<Integer> other = async(() -> calculator.add(2, 4));
		List<byte[]> otherCall = receive();
		reply(call, "");
		assertThat(failure.get(10, TimeUnit.SECONDS))
			.hasMessage("orders.add() at zmq:tcp://127.0.0.1:%d: the reply is not JSON: it is empty", this.port);
		reply(otherCall, "6");
		assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(6);
	}

	@Test
	void whatACallerHasGivenUpIsCancelled() {
		Calculator calculator = calculator(MessageFormat.JSON_RPC);
		// connects, which can take as long as the next call may
		calculator.forget(1);
		assertThat(text(receive().get(3))).contains("forget");
		assertFails(RpcTimeoutException.class, () -> calculator.addWithinTwoHundredMillis(2, 3), Executed.UNKNOWN,
				"no reply within 200 ms (@RpcFunction of Calculator.addWithinTwoHundredMillis): the function takes longer, "
						+ "or the program does not answer");
		assertThat(text(receive().get(3))).startsWith("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"add\"");
		List<byte[]> cancellation = receive();
		assertThat(cancellation.get(1)).isEqualTo(new byte[8]);
		assertThat(text(cancellation.get(3)))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.cancel\",\"params\":{\"id\":2}}");
	}

	@Test
	void aOneWayCallWaitsForNoReply() {
		Calculator calculator = calculator(MessageFormat.JSON_RPC);
		calculator.forget(2);
		assertThat(text(receive().get(3))).startsWith("{\"jsonrpc\":\"2.0\",\"method\":\"forget\"");
	}

	@Test
	void anInterruptEndsTheCallAndNotTheChannel() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<RpcException> failure = new CompletableFuture<>();
		Thread caller = new Thread(() -> failure
			.complete(catchThrowableOfType(RpcInterruptedException.class, () -> calculator.add(2, 3))));
		caller.start();
		List<byte[]> interrupted = receive();
		caller.interrupt();
		assertThat(failure.get(10, TimeUnit.SECONDS))
			.hasMessage("orders.add() at zmq:tcp://127.0.0.1:%d: interrupted while it waited for the reply", this.port);
		reply(interrupted, "5");
		CompletableFuture<Integer> next = async(() -> calculator.add(2, 4));
		List<byte[]> call = receive();
		assertThat(call.get(0)).isEqualTo(interrupted.get(0));
		reply(call, "6");
		assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(6);
	}

	@Test
	void aPeerThatWasRestartedIsCalledAgain() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<Integer> sum = async(() -> calculator.add(2, 3));
		reply(receive(), "5");
		assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(5);
		String endpoint = this.peer.getLastEndpoint();
		this.peer.close();
		await().ignoreExceptions().untilAsserted(() -> this.peer = router(endpoint));
		CompletableFuture<Integer> next = async(() -> calculator.add(2, 4));
		reply(receive(), "6");
		assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(6);
	}

	@Test
	void whenTheClientIsClosedThenCallsThatRunAreAnsweredFirst() throws Exception {
		Calculator calculator = calculator(MessageFormat.ARRAY);
		CompletableFuture<Integer> sum = async(() -> calculator.add(2, 3));
		List<byte[]> call = receive();
		this.factory.close();
		assertFails(RpcConnectionException.class, () -> calculator.add(1, 1), Executed.NO, "the client is closed");
		reply(call, "5");
		assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void whatDoesNotSpeakZeroMqIsToldApart() throws Exception {
		try (ServerSocket other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			this.port = other.getLocalPort();
			new Thread(() -> challenge(other), "no-zeromq").start();
			Calculator calculator = calculator(MessageFormat.ARRAY);
			assertFails(RpcAuthenticationException.class, () -> calculator.add(2, 3), Executed.NO,
					"what listens there does not speak ZeroMQ; correct rpc.client.orders.address");
		}
	}

	// as multiprocessing.connection does
	private static void challenge(ServerSocket listener) {
		List<Socket> accepted = new ArrayList<>();
		try {
			while (true) {
				Socket socket = listener.accept();
				accepted.add(socket);
				socket.getOutputStream()
					.write("\0\0\0\37#CHALLENGE#01234567890123456789".getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// closed: the test has ended
			accepted.forEach(ZeroMqChannelTests::close);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static <T> CompletableFuture<T> async(Supplier<T> call) {
		return CompletableFuture.supplyAsync(call, (task) -> new Thread(task, "caller").start());
	}

	private void assertFails(Class<? extends RpcException> type, ThrowingCallable call, Executed executed,
			String message) {
		RpcException failure = catchThrowableOfType(type, call);
		assertThat(failure).hasMessage("orders.add() at zmq:tcp://127.0.0.1:%d: %s".formatted(this.port, message));
		assertThat(failure.executed()).isEqualTo(executed);
	}

	private List<byte[]> receive() {
		List<byte[]> parts = new ArrayList<>();
		do {
			byte[] part = this.peer.recv();
			assertThat(part).as("a part of a call").isNotNull();
			parts.add(part);
		}
		while (this.peer.hasReceiveMore());
		return parts;
	}

	private void reply(List<byte[]> call, String result) {
		send(call.get(0), call.get(1), call.get(2), result.getBytes(StandardCharsets.UTF_8));
	}

	private void send(byte[]... parts) {
		for (int i = 0; i < parts.length; i++) {
			this.peer.send(parts[i], (i + 1 < parts.length) ? ZMQ.SNDMORE : 0);
		}
	}

	private static String text(byte[] part) {
		return new String(part, StandardCharsets.UTF_8);
	}

	interface Calculator {

		int add(int x, int y);

		@RpcFunction(value = "add", timeout = "200ms")
		int addWithinTwoHundredMillis(int x, int y);

		@RpcFunction(oneWay = true)
		void forget(int x);

	}

}
