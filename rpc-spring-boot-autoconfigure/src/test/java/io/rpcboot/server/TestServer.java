package io.rpcboot.server;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.function.AsyncResultAdapter;
import io.rpcboot.function.FunctionInvoker;
import io.rpcboot.function.FunctionSettings;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.message.ErrorSettings;
import io.rpcboot.message.ErrorTranslator;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A server with a few functions, without a container.
 */
final class TestServer implements AutoCloseable {

	static final String KEY = "peekaboo";

	static final Handshake HANDSHAKE = new Handshake(AuthKey.parse(KEY), true);

	private static final String THREADS = "rpc-server-";

	private final Functions functions = new Functions();

	private final RpcServer server;

	private final TestTransport transport;

	private final Address address;

	TestServer() {
		this(TestTransport.TCP);
	}

	TestServer(TestTransport transport) {
		this(transport, ServerSettings.Limits.DEFAULT, ServerSettings.Timeouts.DEFAULT);
	}

	TestServer(TestTransport transport, ServerSettings.Limits limits, ServerSettings.Timeouts timeouts) {
		this(transport, settings(transport, transport.address(), limits, timeouts));
	}

	TestServer(TestTransport transport, ServerSettings settings) {
		this(transport, settings, TestServer::startThread);
	}

	TestServer(TestTransport transport, ServerSettings settings, Executor executor) {
		this(transport, settings, executor, MessageFormat.DEFAULTS, ServerMonitor.NONE);
	}

	TestServer(TestTransport transport, ServerSettings settings, ServerMonitor monitor) {
		this(transport, settings, TestServer::startThread, MessageFormat.DEFAULTS, monitor);
	}

	/**
	 * Starts a server that accepts calls of every format.
	 * @param limits what its peers may take
	 * @param timeouts how long they may take
	 */
	static TestServer ofEveryFormat(ServerSettings.Limits limits, ServerSettings.Timeouts timeouts) {
		TestTransport transport = TestTransport.TCP;
		return new TestServer(transport, settings(transport, transport.address(), limits, timeouts),
				TestServer::startThread, EnumSet.allOf(MessageFormat.class), ServerMonitor.NONE);
	}

	Admission admission() {
		return this.server.admission();
	}

	private TestServer(TestTransport transport, ServerSettings settings, Executor executor, Set<MessageFormat> formats,
			ServerMonitor monitor) {
		this.transport = transport;
		JsonCodec codec = new JsonCodec(new JsonMapper(), JsonSettings.DEFAULT);
		RpcFunctionRegistry registry = new RpcFunctionRegistry(codec, ParameterInspector.REFLECTION,
				AsyncResultAdapter.NONE, FunctionSettings.DEFAULT);
		for (Method method : Functions.class.getMethods()) {
			if (method.getDeclaringClass() == Functions.class) {
				registry.register(method.getName(), this.functions, method);
			}
		}
		MessageHandler messages = new MessageHandler(codec, new FunctionInvoker(registry),
				new ErrorTranslator(List.of(), ErrorSettings.DEFAULT), formats);
		this.server = new RpcServer(settings, messages, executor, monitor);
		this.address = Address.parse(this.server.start().text());
	}

	static ServerSettings settings(TestTransport transport, Address address, ServerSettings.Limits limits,
			ServerSettings.Timeouts timeouts) {
		return new ServerSettings(address, ServerSettings.OWNER_ONLY, new Security(HANDSHAKE, transport.ofServer()),
				limits, timeouts);
	}

	static void startThread(Runnable connection) {
		Thread thread = new Thread(connection, THREADS + "connection");
		thread.setDaemon(true);
		thread.start();
	}

	Address address() {
		return this.address;
	}

	Functions functions() {
		return this.functions;
	}

	/**
	 * Connects a peer that has not said anything.
	 */
	RawPeer connect() throws IOException {
		return this.transport.connect(this.address);
	}

	/**
	 * Connects a peer that knows the key.
	 */
	RawPeer client() throws IOException {
		RawPeer peer = connect();
		peer.authenticate(KEY);
		return peer;
	}

	List<ConnectionState> connections() {
		return this.server.connections();
	}

	HandshakeCounts handshakes() {
		return this.server.handshakes();
	}

	/**
	 * Waits until nobody can connect.
	 */
	void awaitRefusal() {
		await().until(() -> {
			try {
				connect().close();
				return false;
			}
			catch (IOException ex) {
				return true;
			}
		});
	}

	StopReport stop(Duration grace) {
		return this.server.stop(grace);
	}

	@Override
	public void close() {
		this.functions.release.countDown();
		stop(Duration.ofSeconds(20));
	}

	/**
	 * What can be called.
	 */
	public static final class Functions {

		private final Semaphore running = new Semaphore(0);

		private final Semaphore released = new Semaphore(0);

		private final CountDownLatch release = new CountDownLatch(1);

		private final AtomicInteger filled = new AtomicInteger();

		private final AtomicInteger blocked = new AtomicInteger();

		private final AtomicInteger mostBlocked = new AtomicInteger();

		/**
		 * Waits until as many calls block.
		 */
		boolean awaitBlocked(int calls) throws InterruptedException {
			return this.running.tryAcquire(calls, 20, TimeUnit.SECONDS);
		}

		/**
		 * Waits until as many calls that blocked have been released.
		 */
		boolean awaitReleased(int calls) throws InterruptedException {
			return this.released.tryAcquire(calls, 20, TimeUnit.SECONDS);
		}

		/**
		 * Tells how many calls blocked at a time.
		 */
		int mostBlocked() {
			return this.mostBlocked.get();
		}

		void release() {
			this.release.countDown();
		}

		public int add(int x, int y) {
			return x + y;
		}

		public Object echo(Object value) {
			return value;
		}

		public String repeat(String text, int times) {
			return text.repeat(times);
		}

		/**
		 * Tells how many results {@code fill} has made.
		 */
		int filled() {
			return this.filled.get();
		}

		public String fill(int size) {
			this.filled.incrementAndGet();
			return "x".repeat(size);
		}

		public String block() throws InterruptedException {
			this.mostBlocked.accumulateAndGet(this.blocked.incrementAndGet(), Math::max);
			this.running.release();
			try {
				boolean inTime = this.release.await(60, TimeUnit.SECONDS);
				this.released.release();
				return inTime ? "released" : "given up";
			}
			finally {
				this.blocked.decrementAndGet();
			}
		}

		public CompletableFuture<Integer> later(int value, int micros) {
			return CompletableFuture.supplyAsync(() -> value,
					CompletableFuture.delayedExecutor(micros, TimeUnit.MICROSECONDS));
		}

		public String blockWhateverHappens() {
			this.running.release();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
			return "released";
		}

		public String leaveInterrupted() {
			Thread.currentThread().interrupt();
			return "interrupted";
		}

	}

}
