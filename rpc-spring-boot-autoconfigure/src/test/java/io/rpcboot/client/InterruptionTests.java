package io.rpcboot.client;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.management.UnixOperatingSystemMXBean;
import io.rpcboot.Executed;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.context.ReactiveCallAdapter;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Calls that are given up, by an interrupt or by a cancellation, while they wait for this
 * or that. Each of these tests ends with a call that succeeds, and nothing may be left
 * then.
 */
@Timeout(60)
class InterruptionTests {

	// far more than what the buffers of two sockets hold
	private static final String LARGE = "x".repeat(32 * 1024 * 1024);

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private long descriptors;

	private ScriptedPeer peer;

	private RpcClientFactory factory;

	private Shop shop;

	@BeforeEach
	void start() throws IOException {
		open();
		// whatever is loaded at the first time is loaded now
		assertThat(this.shop.echo("1")).isEqualTo("1");
		assertThat(this.shop.echoMono("1").block()).isEqualTo("1");
		shut();
		this.descriptors = descriptors();
		open();
	}

	private void open() throws IOException {
		this.peer = new ScriptedPeer(ScriptedPeer.well());
		ClientSettings settings = new ClientSettings(Clients.NAME, List.of(this.peer.address()),
				ScriptedPeer.security(TestTransport.TCP),
				ClientSettings.Calls.DEFAULT.withTimeout(Duration.ofMinutes(5)),
				new ClientSettings.Pool(1, 1, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5)));
		RpcClientFactory.Tools tools = Clients.tools(this::startThread);
		this.factory = new RpcClientFactory(settings, new RpcClientFactory.Tools(tools.codec(), tools.executor(),
				tools.inspector(), new ReactiveCallAdapter(), tools.naming(), tools.interceptors()),
				ClientMonitor.NONE);
		this.shop = this.factory.create(Shop.class);
	}

	private Thread startThread(Runnable task) {
		Thread thread = new Thread(task, "caller");
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
		return thread;
	}

	private void shut() throws IOException {
		this.factory.close();
		this.peer.close();
	}

	private static long descriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		this.peer.become(ScriptedPeer.well());
		this.released.countDown();
		this.peer.closeConnections();
		assertThat(this.shop.echo("7")).isEqualTo("7");
		await().untilAsserted(() -> assertThat(this.threads).noneMatch(Thread::isAlive));
		assertThat(this.factory.state().addresses())
			.containsExactly(new AddressState("127.0.0.1:" + this.peer.port(), 0, 1, 1, null));
		shut();
		await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(this.descriptors));
	}

	@ParameterizedTest
	@EnumSource
	void anInterruptEndsACallThatIs(Stage stage) throws Exception {
		this.peer.become((connection) -> stage.play(connection, this));
		CountDownLatch ended = new CountDownLatch(1);
		List<Object> outcome = new CopyOnWriteArrayList<>();
		stage.prepare(this);
		Thread caller = startThread(() -> {
			outcome.add(catchThrowableOfType(RpcException.class, () -> this.shop.echo(stage.argument)));
			outcome.add(Thread.currentThread().isInterrupted());
			ended.countDown();
		});
		awaitReached(stage);
		caller.interrupt();
		assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(outcome.get(0)).isExactlyInstanceOf(RpcInterruptedException.class)
			.hasToString("%s: orders.echo() at 127.0.0.1:%d: %s", RpcInterruptedException.class.getName(),
					this.peer.port(), stage.message);
		assertThat(((RpcException) outcome.get(0)).executed()).isEqualTo(stage.executed);
		assertThat(outcome.get(1)).isEqualTo(true);
	}

	@ParameterizedTest
	@EnumSource
	void cancellingItsFutureEndsACallThatIs(Stage stage) throws Exception {
		this.peer.become((connection) -> stage.play(connection, this));
		stage.prepare(this);
		CompletableFuture<String> call = this.shop.echoLater(stage.argument);
		awaitReached(stage);
		assertThat(call.cancel(true)).isTrue();
		assertThat(call).isCancelled();
		stage.awaitCallersEnd(this);
	}

	@ParameterizedTest
	@EnumSource
	void disposingOfItsMonoEndsACallThatIs(Stage stage) throws Exception {
		this.peer.become((connection) -> stage.play(connection, this));
		stage.prepare(this);
		List<Object> signals = new CopyOnWriteArrayList<>();
		Disposable call = this.shop.echoMono(stage.argument).subscribe(signals::add, signals::add);
		awaitReached(stage);
		call.dispose();
		stage.awaitCallersEnd(this);
		assertThat(signals).isEmpty();
	}

	private void awaitReached(Stage stage) throws InterruptedException {
		assertThat(this.reached.await(20, TimeUnit.SECONDS)).isTrue();
		if (stage.executed == Executed.NO) {
			await().until(() -> this.threads.stream().anyMatch(InterruptionTests::waits));
		}
	}

	private static boolean waits(Thread thread) {
		return thread.getState() == Thread.State.TIMED_WAITING;
	}

	private void hold() throws InterruptedException {
		this.reached.countDown();
		this.released.await();
	}

	/**
	 * What a call waits for.
	 */
	enum Stage {

		/** A connection that another call has. */
		IN_LINE("\"x\"", "interrupted while it waited for a connection", Executed.NO) {

			@Override
			void prepare(InterruptionTests test) throws InterruptedException {
				test.startThread(() -> catchThrowableOfType(RpcException.class, () -> test.shop.echo("other")));
				assertThat(test.reached.await(20, TimeUnit.SECONDS)).isTrue();
			}

			@Override
			void play(RawPeer connection, InterruptionTests test) throws Exception {
				connection.admit(ScriptedPeer.KEY);
				connection.readCall();
				test.hold();
			}

		},

		/** A connection that is being opened. */
		CONNECTING("\"x\"", "interrupted while it waited for a connection", Executed.NO) {

			@Override
			void play(RawPeer connection, InterruptionTests test) throws Exception {
				test.hold();
			}

		},

		/** Room for what it has to say. */
		WRITING(LARGE, "interrupted while it waited for the reply", Executed.UNKNOWN) {

			@Override
			void play(RawPeer connection, InterruptionTests test) throws Exception {
				connection.admit(ScriptedPeer.KEY);
				connection.readBytes(1024 * 1024);
				test.hold();
			}

		},

		/** The reply. */
		WAITING("\"x\"", "interrupted while it waited for the reply", Executed.UNKNOWN) {

			@Override
			void play(RawPeer connection, InterruptionTests test) throws Exception {
				connection.admit(ScriptedPeer.KEY);
				connection.readCall();
				test.hold();
			}

		},

		/** The rest of the reply. */
		READING("\"x\"", "interrupted while it waited for the reply", Executed.UNKNOWN) {

			@Override
			void play(RawPeer connection, InterruptionTests test) throws Exception {
				connection.admit(ScriptedPeer.KEY);
				connection.readCall();
				connection.send(Bytes.header(100), Bytes.of("\"half"));
				test.hold();
			}

		};

		private final String argument;

		private final String message;

		private final Executed executed;

		Stage(String argument, String message, Executed executed) {
			this.argument = argument;
			this.message = message;
			this.executed = executed;
		}

		void prepare(InterruptionTests test) throws InterruptedException {
		}

		abstract void play(RawPeer connection, InterruptionTests test) throws Exception;

		// of all threads only the one that connects or the one of the other call goes on
		private void awaitCallersEnd(InterruptionTests test) {
			int others = (this.executed == Executed.NO) ? 1 : 0;
			await().untilAsserted(() -> assertThat(test.threads).filteredOn(Thread::isAlive).hasSize(others));
		}

	}

	interface Shop {

		String echo(String value);

		@RpcFunction("echo")
		CompletableFuture<String> echoLater(String value);

		@RpcFunction("echo")
		Mono<String> echoMono(String value);

	}

}
