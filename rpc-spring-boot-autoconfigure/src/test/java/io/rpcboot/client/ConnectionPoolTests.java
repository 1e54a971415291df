package io.rpcboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how calls share connections.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ConnectionPoolTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final TestTransport transport;

	private final List<Worker> workers = new ArrayList<>();

	private RpcClientFactory factory;

	private Orders orders;

	ConnectionPoolTests(TestTransport transport) {
		this.transport = transport;
	}

	@AfterEach
	void stop() throws IOException {
		for (Worker worker : this.workers) {
			worker.release.release(1000);
		}
		if (this.factory != null) {
			this.factory.close();
		}
		for (Worker worker : this.workers) {
			worker.peer.close();
		}
	}

	private Worker worker() throws IOException {
		Worker worker = new Worker(this.transport);
		this.workers.add(worker);
		return worker;
	}

	private Worker single(int maxPerAddress) throws IOException {
		Worker worker = worker();
		connect(maxPerAddress, LONG, LONG);
		return worker;
	}

	private void connect(int maxPerAddress, Duration idleTimeout, Duration maxAge) {
		this.factory = Clients.factory(Duration.ofSeconds(20),
				new ClientSettings.Pool(maxPerAddress, 1024, Duration.ofSeconds(10), idleTimeout, maxAge),
				ScriptedPeer.security(this.transport),
				this.workers.stream().map((worker) -> worker.peer.address()).toList());
		this.orders = this.factory.create(Orders.class);
	}

	@Test
	void callsOneAfterTheOtherShareAConnection() throws Exception {
		Worker worker = single(4);
		for (int i = 0; i < 20; i++) {
			assertThat(this.orders.echo(i)).isEqualTo(i);
		}
		assertThat(worker.peer.accepted()).isOne();
		assertThat(this.factory.state().addresses()).containsExactly(new AddressState(worker.address(), 0, 1, 1, null));
	}

	@Test
	void callsAtATimeGetAConnectionEach() throws Exception {
		Worker worker = single(6);
		List<CompletableFuture<Integer>> calls = blockedCalls(6);
		worker.awaitBlocked(6);
		assertThat(this.factory.state().addresses()).containsExactly(new AddressState(worker.address(), 6, 6, 0, null));
		worker.release.release(6);
		assertAnswered(calls);
		assertThat(worker.peer.accepted()).isEqualTo(6);
	}

	@Test
	void moreCallsThanConnectionsWaitInLine() throws Exception {
		Worker worker = single(2);
		List<CompletableFuture<Integer>> calls = blockedCalls(6);
		for (int i = 0; i < 3; i++) {
			worker.awaitBlocked(2);
			assertThat(worker.blocked.availablePermits()).isZero();
			worker.release.release(2);
		}
		assertAnswered(calls);
		assertThat(worker.peer.accepted()).isEqualTo(2);
		assertThat(worker.mostCalls.get()).isEqualTo(2);
	}

	@Test
	void aWaiterGetsTheConnectionThatIsReturnedFirst() throws Exception {
		Worker worker = single(2);
		CompletableFuture<Integer> first = this.orders.block(1);
		worker.awaitBlocked(1);
		worker.peer.become((connection) -> connection.awaitEnd());
		// no other connection will ever be opened
		CompletableFuture<Integer> second = this.orders.echoLater(2);
		await().until(() -> worker.peer.accepted() == 2);
		worker.release.release();
		assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(2);
	}

	@Test
	void whenAllAreBusyForTheWholeTimeoutTheCallDidNotRun() throws Exception {
		Worker worker = single(1);
		CompletableFuture<Integer> running = this.orders.block(1);
		worker.awaitBlocked(1);
		assertThatExceptionOfType(RpcOverloadedException.class).isThrownBy(() -> this.orders.echoWithin300Ms(2))
			.withMessage("orders.echo() at %s: all 1 connections were busy for 300 ms "
					+ "(rpc.client.orders.pool.max-per-address)", worker.address())
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		worker.release.release();
		assertAnswered(List.of(running));
		assertThat(this.orders.echo(3)).isEqualTo(3);
	}

	@Test
	void noReturnedConnectionIsMissedByAWaiter() throws Exception {
		single(1);
		// a waiter that misses one waits until its timeout
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			calls.add(CompletableFuture.supplyAsync(() -> {
				for (int j = 0; j < 10_000; j++) {
					assertThat(this.orders.echo(j)).isEqualTo(j);
				}
				return 0;
			}, (task) -> new Thread(task).start()));
		}
		for (CompletableFuture<Integer> call : calls) {
			assertThat(call.get(50, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void whoHasWaitedForLongIsServedBeforeTheThreadThatReturnsTheConnection() throws Exception {
		Worker worker = single(1);
		CompletableFuture<List<Integer>> loop = CompletableFuture.supplyAsync(
				() -> List.of(this.orders.blockHere(1), this.orders.blockHere(3)), (task) -> new Thread(task).start());
		worker.awaitBlocked(1);
		CompletableFuture<Integer> waiter = CompletableFuture.supplyAsync(() -> this.orders.blockHere(2),
				(task) -> new Thread(task).start());
		await().until(() -> this.factory.state().waiting() == 1);
		long begin = System.nanoTime();
		await().until(() -> System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(50));
		worker.release.release(3);
		assertThat(loop.get(20, TimeUnit.SECONDS)).containsExactly(1, 3);
		assertThat(waiter.get(20, TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(worker.order).containsExactly("1", "2", "3");
	}

	@Test
	void anInterruptedWaiterLeavesTheLine() throws Exception {
		Worker worker = single(1);
		CompletableFuture<Integer> running = this.orders.block(1);
		worker.awaitBlocked(1);
		Interruptible waiter = new Interruptible(() -> this.orders.echo(2));
		waiter.awaitWaiting();
		CompletableFuture<Integer> next = this.orders.echoLater(3);
		waiter.assertInterrupted(
				"orders.echo() at %s: interrupted while it waited for a connection".formatted(worker.address()),
				Executed.NO);
		worker.release.release();
		assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo(3);
		assertAnswered(List.of(running));
		assertThat(worker.peer.accepted()).isOne();
	}

	@Test
	void anInterruptedCallerLosesItsConnectionAlone() throws Exception {
		Worker worker = single(2);
		CompletableFuture<Integer> other = this.orders.block(1);
		worker.awaitBlocked(1);
		Interruptible caller = new Interruptible(() -> this.orders.blockHere(2));
		worker.awaitBlocked(1);
		caller.assertInterrupted(
				"orders.block() at %s: interrupted while it waited for the reply".formatted(worker.address()),
				Executed.UNKNOWN);
		assertThat(this.factory.state().addresses()).containsExactly(new AddressState(worker.address(), 1, 1, 0, null));
		worker.release.release(2);
		assertAnswered(List.of(other));
		assertThat(this.orders.echo(3)).isEqualTo(3);
	}

	@Test
	void aCallerThatIsInterruptedAlreadyTakesNoConnection() throws Exception {
		Worker worker = single(2);
		assertThat(this.orders.echo(1)).isEqualTo(1);
		Thread.currentThread().interrupt();
		RpcInterruptedException failure = catchThrowableOfType(RpcInterruptedException.class,
				() -> this.orders.echo(2));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).hasMessage("orders.echo() at %s: interrupted while it waited for a connection",
				worker.address());
		assertThat(failure.executed()).isEqualTo(Executed.NO);
		assertThat(this.orders.echo(3)).isEqualTo(3);
		assertThat(worker.peer.accepted()).isOne();
	}

	@Test
	void cancellingAFutureEndsTheCall() throws Exception {
		Worker worker = single(1);
		CompletableFuture<Integer> call = this.orders.block(1);
		worker.awaitBlocked(1);
		assertThat(call.cancel(true)).isTrue();
		// its connection was the only one
		assertThat(this.orders.echo(2)).isEqualTo(2);
		assertThat(worker.peer.accepted()).isEqualTo(2);
		assertThat(call).isCancelled();
	}

	@Test
	void cancellingAFutureThatWaitsLeavesTheLine() throws Exception {
		Worker worker = single(1);
		CompletableFuture<Integer> running = this.orders.block(1);
		worker.awaitBlocked(1);
		CompletableFuture<Integer> waiting = this.orders.echoLater(2);
		waiting.cancel(true);
		worker.release.release();
		assertAnswered(List.of(running));
		assertThat(this.orders.echo(3)).isEqualTo(3);
		assertThat(worker.peer.accepted()).isOne();
	}

	@Test
	void theAddressWithTheFewestCallsGetsTheNext() throws Exception {
		Worker first = worker();
		Worker second = worker();
		connect(4, LONG, LONG);
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 1; i <= 4; i++) {
			calls.addAll(blockedCalls(2));
			first.awaitBlocked(1);
			second.awaitBlocked(1);
		}
		first.release.release(4);
		second.release.release(4);
		for (CompletableFuture<Integer> call : calls) {
			call.get(20, TimeUnit.SECONDS);
		}
		assertThat(first.mostCalls.get()).isEqualTo(4);
		assertThat(second.mostCalls.get()).isEqualTo(4);
	}

	@Test
	void anAddressThatIsDownLeavesTheWorkToTheOthers() throws Exception {
		Worker down = worker();
		Worker up = worker();
		connect(4, LONG, LONG);
		down.peer.close();
		for (int i = 0; i < 20; i++) {
			assertThat(this.orders.echo(i)).isEqualTo(i);
		}
		assertThat(up.peer.accepted()).isOne();
		await().untilAsserted(() -> assertThat(this.factory.state().addresses().get(0).failure()).isEqualTo(
				"nothing listens there (Connection refused); start the program, or correct rpc.client.orders.address"));
	}

	@Test
	void anAddressWhoseCallTimedOutGetsNoCallUntilItAuthenticatedAgain() throws Exception {
		Worker sick = worker();
		Worker healthy = worker();
		connect(4, LONG, LONG);
		// a connection to each
		List<CompletableFuture<Integer>> calls = blockedCalls(2);
		sick.awaitBlocked(1);
		healthy.awaitBlocked(1);
		sick.peer.become((connection) -> connection.awaitEnd());
		healthy.release.release();
		await().untilAsserted(() -> assertThat(calls).anyMatch(CompletableFuture::isDone));
		sick.release.release();
		assertAnswered(calls);
		letOneTimeOut(sick, healthy);
		int before = sick.calls.get();
		for (int i = 0; i < 20; i++) {
			assertThat(this.orders.echo(i)).isEqualTo(i);
		}
		assertThat(sick.calls.get()).isEqualTo(before);
		// it is well again
		sick.peer.become(sick::play);
		sick.peer.closeConnections();
		await().untilAsserted(() -> {
			assertThat(this.orders.echo(1)).isEqualTo(1);
			assertThat(this.factory.state().addresses().get(0).failure()).isNull();
		});
		List<CompletableFuture<Integer>> more = blockedCalls(2);
		sick.awaitBlocked(1);
		healthy.awaitBlocked(1);
		sick.release.release();
		healthy.release.release();
		assertAnswered(more);
	}

	// the second of two calls that block goes to the other address
	private void letOneTimeOut(Worker sick, Worker healthy) throws Exception {
		CompletableFuture<Integer> first = this.orders.blockFor300Ms(1);
		CompletableFuture<Integer> second = this.orders.blockFor300Ms(2);
		sick.awaitBlocked(1);
		healthy.awaitBlocked(1);
		healthy.release.release();
		Object failure = CompletableFuture.anyOf(fails(first), fails(second)).get(20, TimeUnit.SECONDS);
		assertThat(failure).isExactlyInstanceOf(RpcTimeoutException.class);
		sick.release.release();
	}

	private static CompletableFuture<Throwable> fails(CompletableFuture<Integer> call) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		call.whenComplete((value, ex) -> {
			if (ex != null) {
				failure.complete(ex);
			}
		});
		return failure;
	}

	@Test
	void connectionsAreOpenedOneAtATime() throws Exception {
		Worker worker = single(16);
		List<CompletableFuture<Integer>> calls = blockedCalls(16);
		worker.awaitBlocked(16);
		worker.release.release(16);
		assertAnswered(calls);
		assertThat(worker.mostStrangers.get()).isOne();
	}

	@Test
	void connectionsAreOpenedAsLongAsCallsWait() throws Exception {
		Worker worker = single(16);
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			calls.add(this.orders.blockFor8Seconds(i));
		}
		worker.awaitBlocked(16);
		worker.release.release(16);
		assertAnswered(calls);
	}

	@Test
	void anIdleConnectionRetires() throws Exception {
		Worker worker = worker();
		connect(4, Duration.ofMillis(1), LONG);
		assertThat(this.orders.echo(1)).isEqualTo(1);
		await().untilAsserted(() -> {
			this.factory.retireIdle();
			assertThat(this.factory.state().addresses())
				.containsExactly(new AddressState(worker.address(), 0, 0, 0, null));
		});
		assertThat(this.orders.echo(2)).isEqualTo(2);
		assertThat(worker.peer.accepted()).isEqualTo(2);
		await().until(() -> worker.open.get() <= 1);
	}

	@Test
	void anOldConnectionRetiresBetweenCalls() throws Exception {
		Worker worker = worker();
		connect(4, LONG, Duration.ofNanos(1));
		for (int i = 1; i <= 3; i++) {
			assertThat(this.orders.echo(i)).isEqualTo(i);
			assertThat(worker.peer.accepted()).isEqualTo(i);
		}
	}

	@Test
	void anOldConnectionRetiresWhereOthersWaitForIt() throws Exception {
		Worker worker = worker();
		connect(1, LONG, Duration.ofNanos(1));
		List<CompletableFuture<Integer>> calls = blockedCalls(3);
		worker.release.release(3);
		assertAnswered(calls);
		assertThat(worker.peer.accepted()).isEqualTo(3);
	}

	@Test
	void aConnectionThatThePeerClosedWhileIdleIsNotUsed() throws Exception {
		Worker worker = single(4);
		List<CompletableFuture<Integer>> calls = blockedCalls(4);
		worker.awaitBlocked(4);
		worker.release.release(4);
		assertAnswered(calls);
		worker.peer.closeConnections();
		assertThat(this.orders.echo(5)).isEqualTo(5);
		assertThat(worker.peer.accepted()).isEqualTo(5);
		assertThat(this.factory.state().addresses()).containsExactly(new AddressState(worker.address(), 0, 1, 1, null));
	}

	@Test
	void aConnectionOnWhichThePeerSaidSomethingIsNotUsed() throws Exception {
		Worker worker = single(1);
		worker.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readFrame();
			connection.send(Bytes.frame(Bytes.of("1")), Bytes.frame(Bytes.of("99")));
			connection.awaitEnd();
		});
		assertThat(this.orders.echo(1)).isEqualTo(1);
		worker.peer.become(worker::play);
		assertThat(this.orders.echo(2)).isEqualTo(2);
		assertThat(worker.peer.accepted()).isEqualTo(2);
	}

	@Test
	void aPeerThatRefusesUsIsAskedOnceByAllThatWait() throws Exception {
		Worker worker = single(4);
		worker.peer.become((connection) -> {
			connection.sendChallenge(ChallengeStyle.SHA256.message());
			connection.readFrame();
			connection.sendFailure();
		});
		List<CompletableFuture<Integer>> calls = blockedCalls(8);
		for (CompletableFuture<Integer> call : calls) {
			assertThat(fails(call).get(20, TimeUnit.SECONDS)).isInstanceOf(RpcAuthenticationException.class);
		}
		assertThat(worker.peer.accepted()).isLessThan(8);
	}

	@Test
	void whenTheClientIsClosedRunningCallsAreAnsweredAndNewOnesRefused() throws Exception {
		Worker worker = single(1);
		CompletableFuture<Integer> running = this.orders.block(1);
		worker.awaitBlocked(1);
		Interruptible waiter = new Interruptible(() -> this.orders.echo(2));
		waiter.awaitWaiting();
		this.factory.close();
		String closed = "orders.echo() at %s: the client is closed".formatted(worker.address());
		waiter.assertFailed(RpcConnectionException.class, closed, Executed.NO);
		assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(() -> this.orders.echo(3))
			.withMessage(closed)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		worker.release.release();
		assertAnswered(List.of(running));
		await().until(() -> worker.open.get() == 0);
		assertThat(worker.peer.accepted()).isOne();
	}

	@Test
	void anAttemptThatFailsUnexpectedlyIsTheCallsFailure() {
		assertNoConnection((address) -> {
			throw new IllegalStateException("odd");
		}, (task) -> new Thread(task).start(), "java.lang.IllegalStateException: odd");
	}

	@Test
	void anAttemptForWhichThereIsNoThreadIsTheCallsFailure() {
		assertNoConnection((address) -> {
			throw new IllegalStateException("not called");
		}, (task) -> {
			throw new RejectedExecutionException("full");
		}, "java.util.concurrent.RejectedExecutionException: full");
	}

	private static void assertNoConnection(Function<PooledAddress, ClientConnection> connector, Executor executor,
			String problem) {
		ClientSettings settings = new ClientSettings("orders", List.of(new TcpAddress("127.0.0.1", 1)),
				Security.of(null), ClientSettings.Calls.DEFAULT.withTimeout(LONG), ClientSettings.Pool.DEFAULT);
		try (ConnectionPool pool = new ConnectionPool(settings, connector, executor, ClientMonitor.NONE)) {
			// an address that stayed reserved for the first attempt would end the second
			// otherwise
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(RpcConnectionException.class)
					.isThrownBy(() -> pool.acquire(CallDeadline.after(Duration.ofMillis(300), "the test")))
					.withMessage("no connection could be opened: " + problem)
					.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
			}
		}
	}

	private List<CompletableFuture<Integer>> blockedCalls(int count) {
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(this.orders.block(i));
		}
		return calls;
	}

	private static void assertAnswered(List<CompletableFuture<Integer>> calls) throws Exception {
		List<Integer> answers = new ArrayList<>();
		for (CompletableFuture<Integer> call : calls) {
			answers.add(call.get(20, TimeUnit.SECONDS));
		}
		assertThat(answers).doesNotHaveDuplicates();
	}

	/**
	 * A program one of whose functions blocks until it is released.
	 */
	private static final class Worker {

		private final ScriptedPeer peer;

		private final List<String> order = new CopyOnWriteArrayList<>();

		private final Semaphore blocked = new Semaphore(0);

		private final Semaphore release = new Semaphore(0);

		private final AtomicInteger open = new AtomicInteger();

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger mostCalls = new AtomicInteger();

		private final AtomicInteger strangers = new AtomicInteger();

		private final AtomicInteger mostStrangers = new AtomicInteger();

		private Worker(TestTransport transport) throws IOException {
			this.peer = new ScriptedPeer(transport, this::play);
		}

		private void play(RawPeer connection) throws IOException {
			this.open.incrementAndGet();
			try {
				this.mostStrangers.accumulateAndGet(this.strangers.incrementAndGet(), Math::max);
				connection.challenge(ScriptedPeer.KEY);
				// before the client knows that it is admitted
				this.strangers.decrementAndGet();
				connection.answerChallenge(ScriptedPeer.KEY);
				ScriptedPeer.answer(connection, this::call);
			}
			finally {
				this.open.decrementAndGet();
			}
		}

		private String call(String call) {
			this.calls.incrementAndGet();
			this.order.add(ScriptedPeer.firstArgument(call));
			this.mostCalls.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			if (call.startsWith("[\"block\"")) {
				this.blocked.release();
				this.release.acquireUninterruptibly();
			}
			this.running.decrementAndGet();
			return ScriptedPeer.firstArgument(call);
		}

		private void awaitBlocked(int count) throws InterruptedException {
			assertThat(this.blocked.tryAcquire(count, 15, TimeUnit.SECONDS)).isTrue();
		}

		private String address() {
			return this.peer.address().toString();
		}

	}

	/**
	 * A thread that calls.
	 */
	private static final class Interruptible {

		private final AtomicReference<RpcException> failure = new AtomicReference<>();

		private final CountDownLatch ended = new CountDownLatch(1);

		private final Thread thread;

		private volatile boolean interrupted;

		private Interruptible(Runnable call) {
			this.thread = new Thread(() -> {
				this.failure.set(catchThrowableOfType(RpcException.class, call::run));
				this.interrupted = Thread.interrupted();
				this.ended.countDown();
			});
			this.thread.start();
		}

		private void awaitWaiting() {
			await().until(() -> this.thread.getState() == Thread.State.TIMED_WAITING);
		}

		private void assertInterrupted(String message, Executed executed) throws InterruptedException {
			this.thread.interrupt();
			assertFailed(RpcInterruptedException.class, message, executed);
			assertThat(this.interrupted).isTrue();
		}

		private void assertFailed(Class<? extends RpcException> type, String message, Executed executed)
				throws InterruptedException {
			assertThat(this.ended.await(15, TimeUnit.SECONDS)).isTrue();
			assertThat(this.failure.get()).isExactlyInstanceOf(type).hasMessage(message);
			assertThat(this.failure.get().executed()).isEqualTo(executed);
		}

	}

	interface Orders {

		@RpcFunction(value = "block", timeout = "8s")
		CompletableFuture<Integer> blockFor8Seconds(int value);

		int echo(int value);

		@RpcFunction("echo")
		CompletableFuture<Integer> echoLater(int value);

		@RpcFunction(value = "echo", timeout = "300ms")
		int echoWithin300Ms(int value);

		CompletableFuture<Integer> block(int value);

		@RpcFunction("block")
		int blockHere(int value);

		@RpcFunction(value = "block", timeout = "300ms")
		CompletableFuture<Integer> blockFor300Ms(int value);

	}

}
