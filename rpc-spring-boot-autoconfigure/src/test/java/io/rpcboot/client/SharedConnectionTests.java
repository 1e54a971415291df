package io.rpcboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.JsonRpcPeer.Request;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how calls share a connection in the format {@code json-rpc}.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class SharedConnectionTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final List<JsonRpcPeer> peers = new ArrayList<>();

	private final TestTransport transport;

	private RpcClientFactory factory;

	private Orders orders;

	SharedConnectionTests(TestTransport transport) {
		this.transport = transport;
	}

	private JsonRpcPeer peer() throws IOException {
		JsonRpcPeer peer = new JsonRpcPeer(this.transport);
		this.peers.add(peer);
		return peer;
	}

	private JsonRpcPeer single() throws IOException {
		JsonRpcPeer peer = peer();
		connect(new ClientSettings.Pool(1, 1024, Duration.ofSeconds(10), LONG, LONG));
		return peer;
	}

	private void connect(ClientSettings.Pool pool) {
		this.factory = Clients.factory(MessageFormat.JSON_RPC, Duration.ofSeconds(20), pool,
				ScriptedPeer.security(this.transport), this.peers.stream().map(JsonRpcPeer::address).toList());
		this.orders = this.factory.create(Orders.class);
	}

	@AfterEach
	void stop() throws IOException {
		if (this.factory != null) {
			this.factory.close();
		}
		for (JsonRpcPeer peer : this.peers) {
			peer.close();
		}
	}

	@Test
	void callsAtATimeShareAConnectionAndAreAnsweredInAnyOrder() throws Exception {
		JsonRpcPeer peer = single();
		List<CompletableFuture<Integer>> calls = calls(5);
		List<Request> requests = peer.next(5);
		assertThat(this.factory.state().addresses())
			.containsExactly(new AddressState(peer.address().toString(), 5, 1, 0, null));
		Collections.reverse(requests);
		for (Request request : requests) {
			request.echo();
		}
		assertAnswered(calls);
		assertThat(peer.accepted()).isOne();
		assertThat(this.factory.state().addresses())
			.containsExactly(new AddressState(peer.address().toString(), 0, 1, 1, null));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void inAnyInterleavingEachReplyReturnsToItsCaller(long seed) throws Exception {
		JsonRpcPeer peer = single();
		Random random = new Random(seed);
		ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
		try {
			List<CompletableFuture<Integer>> calls = calls(1000);
			for (Request request : peer.next(1000)) {
				clock.schedule(() -> {
					request.echo();
					return null;
				}, random.nextInt(300_000), TimeUnit.MICROSECONDS);
			}
			assertAnswered(calls);
			assertThat(peer.accepted()).isOne();
		}
		finally {
			clock.shutdownNow();
		}
	}

	@Test
	void callersThatAreInterruptedLeaveTheConnectionToTheOthers() throws Exception {
		JsonRpcPeer peer = single();
		peer.become(ScriptedPeer.well());
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger interruptions = new AtomicInteger();
		List<Thread> disturbed = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Thread thread = new Thread(() -> {
				while (!over.get()) {
					interruptions.addAndGet(callInterruptibly(-1));
				}
			});
			disturbed.add(thread);
			thread.start();
		}
		CompletableFuture<Void> calm = CompletableFuture.runAsync(() -> {
			for (int number = 0; number < 2000; number++) {
				assertThat(this.orders.echo(number)).isEqualTo(number);
			}
		}, Clients::startThread);
		while (!calm.isDone()) {
			disturbed.forEach(Thread::interrupt);
			// no faster than the peer answers: what is given up has to be read as well
			LockSupport.parkNanos(1_000_000);
		}
		over.set(true);
		for (Thread thread : disturbed) {
			thread.join();
		}
		calm.get(1, TimeUnit.SECONDS);
		assertThat(interruptions.get()).isPositive();
		assertThat(peer.accepted()).isOne();
	}

	private int callInterruptibly(int number) {
		try {
			assertThat(this.orders.echo(number)).isEqualTo(number);
			return 0;
		}
		catch (RpcInterruptedException ex) {
			assertThat(Thread.interrupted()).isTrue();
			return 1;
		}
	}

	@Test
	void aCallTellsHowLongItsCallerWaits() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> call = this.orders.echoWithin8Seconds(1);
		Request request = peer.next();
		assertThat(request.text())
			.matches("\\{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"meta\":\\{\"timeout\":"
					+ "(8000|7[0-9]{3})\\},\"params\":\\[1\\]\\}");
		request.echo();
		assertAnswered(List.of(call), 1);
	}

	@Test
	void aOneWayCallIsANotification() throws Exception {
		JsonRpcPeer peer = single();
		this.orders.log(5);
		assertThat(peer.next().text()).contains("\"method\":\"log\"").doesNotContain("\"id\"");
		await().untilAsserted(() -> assertThat(this.factory.state().addresses())
			.containsExactly(new AddressState(peer.address().toString(), 0, 1, 1, null)));
	}

	@Test
	void repliesToNobodyAreDropped() throws Exception {
		JsonRpcPeer peer = single();
		List<CompletableFuture<Integer>> calls = calls(2);
		List<Request> requests = peer.next(2);
		requests.get(0).send("{\"jsonrpc\": \"2.0\", \"result\": 99, \"id\": 99}");
		requests.get(0).send("{\"jsonrpc\": \"2.0\", \"result\": 99, \"id\": \"1\"}");
		requests.get(0).send("{\"jsonrpc\": \"2.0\", \"method\": \"tick\", \"params\": []}");
		requests.get(0)
			.send("{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32601, \"message\": \"no\"}, \"id\": null}");
		requests.get(0).echo();
		requests.get(0).echo();
		requests.get(1).echo();
		assertAnswered(calls);
		assertThat(peer.accepted()).isOne();
	}

	@Test
	void aCallThatTimesOutIsCancelledAndItsLateReplyDropped() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> other = this.orders.echoLater(1);
		Request first = peer.next();
		CompletableFuture<RpcException> failure = failure(() -> this.orders.echoWithin300Ms(2));
		Request late = peer.next();
		CompletableFuture<Integer> third = this.orders.echoLater(3);
		peer.next().echo();
		assertAnswered(List.of(third), 3);
		assertFails(failure, RpcTimeoutException.class, Executed.UNKNOWN,
				"orders.echo() at %s: no reply within 300 ms (@RpcFunction of Orders.echoWithin300Ms): the function takes "
						+ "longer, or the program does not answer, perhaps as it knows no JSON-RPC (rpc.client.orders.format)",
				peer);
		assertThat(peer.next().text())
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.cancel\",\"params\":{\"id\":%s}}".formatted(late.id()));
		late.echo();
		first.echo();
		assertAnswered(List.of(other), 1);
		assertThat(peer.accepted()).isOne();
		assertThat(this.factory.state().addresses())
			.containsExactly(new AddressState(peer.address().toString(), 0, 1, 1, null));
	}

	@Test
	void cancellingAFutureCancelsTheCall() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> cancelled = this.orders.echoLater(1);
		CompletableFuture<Integer> other = this.orders.echoLater(2);
		List<Request> requests = peer.next(2);
		assertThat(cancelled.cancel(true)).isTrue();
		Request first = requests.get(requests.get(0).argument().equals("1") ? 0 : 1);
		assertThat(peer.next().text())
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"rpc.cancel\",\"params\":{\"id\":%s}}".formatted(first.id()));
		for (Request request : requests) {
			request.echo();
		}
		assertAnswered(List.of(other), 2);
		assertThat(peer.accepted()).isOne();
	}

	@Test
	void anInterruptedCallerTellsThatTheCallMayHaveRun() throws Exception {
		JsonRpcPeer peer = single();
		AtomicReference<Thread> caller = new AtomicReference<>();
		CompletableFuture<RpcException> failure = failure(() -> {
			caller.set(Thread.currentThread());
			this.orders.echo(1);
		});
		peer.next();
		caller.get().interrupt();
		assertFails(failure, RpcInterruptedException.class, Executed.UNKNOWN,
				"orders.echo() at %s: interrupted while it waited for the reply", peer);
		assertThat(peer.next().text()).contains("rpc.cancel");
	}

	@Test
	void aConnectionOnWhichNothingIsAnsweredIsReplaced() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> slow = this.orders.echoLater(1);
		Request first = peer.next();
		assertFails(failure(() -> this.orders.echoWithin300Ms(2)), RpcTimeoutException.class, Executed.UNKNOWN,
				"orders.echo() at %s: no reply within 300 ms (@RpcFunction of Orders.echoWithin300Ms): the function takes "
						+ "longer, or the program does not answer, perhaps as it knows no JSON-RPC (rpc.client.orders.format)",
				peer);
		peer.next(2);
		CompletableFuture<Integer> next = this.orders.echoLater(3);
		peer.next().echo();
		assertAnswered(List.of(next), 3);
		assertThat(peer.accepted()).isEqualTo(2);
		// what it carries may still end
		first.echo();
		assertAnswered(List.of(slow), 1);
		await().until(() -> peer.open() == 1);
	}

	@Test
	void aPeerThatClosesFailsAllItsCalls() throws Exception {
		JsonRpcPeer peer = single();
		List<CompletableFuture<RpcException>> failures = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			int number = i;
			failures.add(failure(() -> this.orders.echo(number)));
		}
		peer.next(10).get(0).connection().finish();
		for (CompletableFuture<RpcException> failure : failures) {
			assertFails(failure, RpcConnectionException.class, Executed.UNKNOWN,
					"orders.echo() at %s: the peer closed the connection instead of answering", peer);
		}
		CompletableFuture<Integer> next = this.orders.echoLater(3);
		peer.next().echo();
		assertAnswered(List.of(next), 3);
	}

	@Test
	void whatAPeerDidNotReadWasNotExecuted() throws Exception {
		JsonRpcPeer peer = single();
		CountDownLatch closing = new CountDownLatch(1);
		peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			closing.await();
		});
		// more than the system's buffers take
		String large = "x".repeat(1024 * 1024);
		List<CompletableFuture<RpcException>> failures = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			failures.add(failure(() -> this.orders.print(large)));
		}
		await().until(() -> this.factory.state().addresses().get(0).calls() == 20);
		closing.countDown();
		Set<Executed> executed = EnumSet.noneOf(Executed.class);
		for (CompletableFuture<RpcException> failure : failures) {
			executed.add(failure.get(20, TimeUnit.SECONDS).executed());
		}
		assertThat(executed).containsExactly(Executed.NO, Executed.UNKNOWN);
	}

	@Test
	void aPeerThatDoesNotReadHoldsNobodyUp() throws Exception {
		JsonRpcPeer peer = single();
		CountDownLatch over = new CountDownLatch(1);
		peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			over.await();
		});
		String large = "x".repeat(8 * 1024 * 1024);
		CompletableFuture<RpcException> first = failure(() -> this.orders.printWithin300Ms(large));
		CompletableFuture<RpcException> second = failure(() -> this.orders.printWithin300Ms(large));
		assertThat(first.get(20, TimeUnit.SECONDS)).isExactlyInstanceOf(RpcTimeoutException.class);
		assertThat(second.get(20, TimeUnit.SECONDS)).isExactlyInstanceOf(RpcTimeoutException.class);
		over.countDown();
	}

	@Test
	void aReplyThatIsTooLongFailsItsOwnCall() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> other = this.orders.echoLater(1);
		Request slow = peer.next();
		for (String form : List.of("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":\"%s\"}",
				"{\"jsonrpc\": \"2.0\", \"result\": \"%2$s\", \"id\": %1$s}")) {
			CompletableFuture<RpcException> failure = failure(() -> this.orders.echo(2));
			Request request = peer.next();
			String reply = form.formatted(request.id(), "x".repeat(2 * 1024 * 1024));
			request.send(reply);
			assertFails(failure, RpcProtocolException.class, Executed.YES, "orders.echo() at %s: the reply has "
					+ reply.length() + " bytes, more than the 1048576 that rpc.client.orders.max-message-size allows",
					peer);
		}
		slow.echo();
		assertAnswered(List.of(other), 1);
		assertThat(peer.accepted()).isOne();
	}

	@Test
	void whatAPeerCouldNotReadIsToldToTheCallsThatGetNoReply() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> other = this.orders.echoLater(1);
		Request first = peer.next();
		CompletableFuture<RpcException> failure = failure(() -> this.orders.echoWithin300Ms(2));
		peer.next()
			.send("{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32700, \"message\": \"Parse error\"}, \"id\": null}");
		assertFails(failure, RpcTimeoutException.class, Executed.UNKNOWN,
				"orders.echo() at %s: no reply within 300 ms (@RpcFunction of Orders.echoWithin300Ms): the program could "
						+ "not read a message, perhaps this call (ValueError: Parse error)",
				peer);
		first.echo();
		assertAnswered(List.of(other), 1);
	}

	@Test
	void anOldConnectionRetiresWithoutHarmToItsCalls() throws Exception {
		JsonRpcPeer peer = peer();
		connect(new ClientSettings.Pool(1, 1024, Duration.ofSeconds(10), LONG, Duration.ofNanos(1)));
		CompletableFuture<Integer> first = this.orders.echoLater(1);
		Request old = peer.next();
		CompletableFuture<Integer> second = this.orders.echoLater(2);
		peer.next().echo();
		assertAnswered(List.of(second), 2);
		assertThat(peer.accepted()).isEqualTo(2);
		old.echo();
		assertAnswered(List.of(first), 1);
		await().until(() -> peer.open() <= 1);
	}

	@Test
	void anIdleConnectionRetires() throws Exception {
		JsonRpcPeer peer = peer();
		connect(new ClientSettings.Pool(1, 1024, Duration.ofSeconds(10), Duration.ofMillis(1), LONG));
		CompletableFuture<Integer> call = this.orders.echoLater(1);
		peer.next().echo();
		assertAnswered(List.of(call), 1);
		await().untilAsserted(() -> {
			this.factory.retireIdle();
			assertThat(this.factory.state().addresses())
				.containsExactly(new AddressState(peer.address().toString(), 0, 0, 0, null));
		});
		await().until(() -> peer.open() == 0);
	}

	@Test
	void aConnectionThatThePeerClosedWhileIdleIsNotUsed() throws Exception {
		JsonRpcPeer peer = single();
		CompletableFuture<Integer> call = this.orders.echoLater(1);
		Request request = peer.next();
		request.echo();
		assertAnswered(List.of(call), 1);
		request.connection().finish();
		// over TLS it is a thread of its own that sees it
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("rpc-client-reader")));
		CompletableFuture<Integer> next = this.orders.echoLater(2);
		peer.next().echo();
		assertAnswered(List.of(next), 2);
		assertThat(peer.accepted()).isEqualTo(2);
	}

	@Test
	void whenAConnectionIsFullTheNextOneIsOpened() throws Exception {
		JsonRpcPeer peer = peer();
		connect(new ClientSettings.Pool(2, 3, Duration.ofSeconds(10), LONG, LONG));
		List<CompletableFuture<Integer>> calls = calls(6);
		List<Request> requests = peer.next(6);
		assertThat(peer.accepted()).isEqualTo(2);
		assertFails(failure(() -> this.orders.echoWithin300Ms(7)), RpcOverloadedException.class, Executed.NO,
				"orders.echo() at %s: all 2 connections were busy for 300 ms (rpc.client.orders.pool.max-per-address)",
				peer);
		CompletableFuture<Integer> waiting = this.orders.echoLater(8);
		requests.get(0).echo();
		requests.add(peer.next());
		for (Request request : requests.subList(1, requests.size())) {
			request.echo();
		}
		assertAnswered(calls);
		assertAnswered(List.of(waiting), 8);
		assertThat(peer.accepted()).isEqualTo(2);
	}

	@Test
	void theAddressWithTheFewestCallsGetsTheNext() throws Exception {
		JsonRpcPeer first = peer();
		JsonRpcPeer second = peer();
		connect(ClientSettings.Pool.DEFAULT);
		List<CompletableFuture<Integer>> calls = calls(1);
		List<Request> requests = first.next(1);
		// while the first is busy the second is connected, for the calls to come
		calls.addAll(calls(1));
		await().until(() -> this.factory.state().addresses().get(1).idleConnections() == 1
				|| this.factory.state().addresses().get(1).calls() == 1);
		calls.addAll(calls(6));
		await().until(() -> first.waiting() + second.waiting() + requests.size() == 8);
		assertThat(second.waiting()).isEqualTo(4);
		requests.addAll(first.next(first.waiting()));
		requests.addAll(second.next(4));
		for (Request request : requests) {
			request.echo();
		}
		for (CompletableFuture<Integer> call : calls) {
			call.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void whenTheClientIsClosedRunningCallsAreAnsweredAndNewOnesRefused() throws Exception {
		JsonRpcPeer peer = single();
		List<CompletableFuture<Integer>> calls = calls(2);
		List<Request> requests = peer.next(2);
		this.factory.close();
		assertFails(failure(() -> this.orders.echo(3)), RpcConnectionException.class, Executed.NO,
				"orders.echo() at %s: the client is closed", peer);
		for (Request request : requests) {
			request.echo();
		}
		assertAnswered(calls);
		await().until(() -> peer.open() == 0);
	}

	private List<CompletableFuture<Integer>> calls(int count) {
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(this.orders.echoLater(i));
		}
		return calls;
	}

	private static void assertAnswered(List<CompletableFuture<Integer>> calls, int... arguments) throws Exception {
		for (int i = 0; i < calls.size(); i++) {
			assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo((arguments.length > 0) ? arguments[i] : i);
		}
	}

	private static CompletableFuture<RpcException> failure(Runnable call) {
		CompletableFuture<RpcException> failure = new CompletableFuture<>();
		Clients.startThread(() -> failure.complete(catchThrowableOfType(RpcException.class, call::run)));
		return failure;
	}

	private static void assertFails(CompletableFuture<RpcException> failure, Class<? extends RpcException> type,
			Executed executed, String message, JsonRpcPeer peer) throws Exception {
		RpcException thrown = failure.get(20, TimeUnit.SECONDS);
		assertThat(thrown).isExactlyInstanceOf(type).hasMessage(message, peer.address());
		assertThat(thrown.executed()).isEqualTo(executed);
	}

	interface Orders {

		int echo(int value);

		@RpcFunction("echo")
		CompletableFuture<Integer> echoLater(int value);

		@RpcFunction(value = "echo", timeout = "300ms")
		int echoWithin300Ms(int value);

		@RpcFunction(value = "echo", timeout = "8s")
		CompletableFuture<Integer> echoWithin8Seconds(int value);

		@RpcFunction(oneWay = true)
		void log(int value);

		void print(String text);

		@RpcFunction(value = "print", timeout = "300ms")
		void printWithin300Ms(String text);

	}

}
