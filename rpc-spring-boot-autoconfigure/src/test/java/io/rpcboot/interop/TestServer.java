package io.rpcboot.interop;

import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.rpcboot.function.AsyncResultAdapter;
import io.rpcboot.function.FunctionInvoker;
import io.rpcboot.function.FunctionSettings;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.ErrorSettings;
import io.rpcboot.message.ErrorTranslator;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.openrpc.DiscoverInterceptor;
import io.rpcboot.openrpc.OpenRpcDescriber;
import io.rpcboot.openrpc.SchemaFactory;
import io.rpcboot.server.BoundAddress;
import io.rpcboot.server.CallServer;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.HandshakeCounts;
import io.rpcboot.server.RpcServer;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.server.ServerSettings;
import io.rpcboot.server.ServerSettings.Limits;
import io.rpcboot.server.ServerSettings.Timeouts;
import io.rpcboot.server.StopReport;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Credential;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.Tls;
import io.rpcboot.wire.UnixAddress;
import io.rpcboot.zeromq.ServerSecurity;
import io.rpcboot.zeromq.ZeroMqAddress;
import io.rpcboot.zeromq.ZeroMqServer;
import io.rpcboot.zeromq.ZeroMqServerSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server without a container, by default on a free port of the loopback address, whose
 * functions are the public methods of {@link TestFunctions}.
 */
public final class TestServer implements AutoCloseable {

	/** The key that clients have to know. */
	public static final String AUTHKEY = "peekaboo";

	private final TestFunctions functions = new TestFunctions();

	private final CallServer server;

	private final BoundAddress address;

	private TestServer(boolean md5Allowed, Limits limits, ErrorSettings errors, Set<MessageFormat> formats) {
		this(new TcpAddress("127.0.0.1", 0), Security.of(new Handshake(AuthKey.parse(AUTHKEY), md5Allowed)), limits,
				errors, formats);
	}

	private TestServer(Address address, Security security, Limits limits, ErrorSettings errors,
			Set<MessageFormat> formats) {
		ServerSettings settings = new ServerSettings(address, ServerSettings.OWNER_ONLY, security, limits,
				Timeouts.DEFAULT);
		this.server = new RpcServer(settings, messages(errors, formats), TestServer::startThread, ServerMonitor.NONE);
		this.address = this.server.start();
	}

	private TestServer(ServerSecurity security, Limits limits, Timeouts timeouts) {
		ZeroMqServerSettings settings = new ZeroMqServerSettings(new ZeroMqAddress(new TcpAddress("127.0.0.1", 0)),
				security, limits, timeouts);
		this.server = new ZeroMqServer(settings, messages(ErrorSettings.DEFAULT, EnumSet.allOf(MessageFormat.class)),
				Executors.newCachedThreadPool(TestServer::thread), ServerMonitor.NONE);
		this.address = this.server.start();
	}

	/**
	 * Starts a server that speaks ZeroMQ and accepts all formats.
	 * @param security how it knows its peers
	 * @param limits what they may take
	 * @param timeouts how long they may take
	 * @return the running server
	 */
	public static TestServer startZeroMq(ServerSecurity security, Limits limits, Timeouts timeouts) {
		return new TestServer(security, limits, timeouts);
	}

	/**
	 * Starts a server with the default settings.
	 * @return the running server
	 */
	public static TestServer start() {
		return new TestServer(true, Limits.DEFAULT, ErrorSettings.DEFAULT, MessageFormat.DEFAULTS);
	}

	/**
	 * Starts a server that refuses HMAC-MD5.
	 * @return the running server
	 */
	public static TestServer startWithoutMd5() {
		return new TestServer(false, Limits.DEFAULT, ErrorSettings.DEFAULT, MessageFormat.DEFAULTS);
	}

	/**
	 * Starts a server with another limit on the size of messages.
	 * @param bytes the largest message
	 * @return the running server
	 */
	public static TestServer startWithMessageLimit(int bytes) {
		return new TestServer(true,
				new Limits(bytes, Limits.DEFAULT.connections(), Limits.DEFAULT.unauthenticatedConnections(),
						Limits.DEFAULT.callsPerConnection(), Limits.DEFAULT.calls(), Limits.DEFAULT.buffered()),
				ErrorSettings.DEFAULT, MessageFormat.DEFAULTS);
	}

	/**
	 * Starts a server that accepts pickled calls too, and few calls at a time.
	 * @param calls how many
	 * @return the running server
	 */
	public static TestServer startWithCallLimit(int calls) {
		Limits limits = new Limits(Limits.DEFAULT.messageSize(), Limits.DEFAULT.connections(),
				Limits.DEFAULT.unauthenticatedConnections(), Limits.DEFAULT.callsPerConnection(), calls,
				Limits.DEFAULT.buffered());
		return new TestServer(true, limits, ErrorSettings.DEFAULT, EnumSet.allOf(MessageFormat.class));
	}

	/**
	 * Starts a server that accepts pickled calls too.
	 * @return the running server
	 */
	public static TestServer startWithPickle() {
		return new TestServer(true, Limits.DEFAULT, ErrorSettings.DEFAULT, EnumSet.allOf(MessageFormat.class));
	}

	/**
	 * Starts a server that tells stack traces.
	 * @return the running server
	 */
	public static TestServer startWithStackTraces() {
		return new TestServer(true, Limits.DEFAULT, new ErrorSettings(true, true), MessageFormat.DEFAULTS);
	}

	/**
	 * Starts a server somewhere else, or one that encrypts.
	 * @param address where it listens
	 * @param tls how its connections are encrypted, {@code null} for not at all
	 * @return the running server
	 */
	public static TestServer start(Address address, @Nullable Supplier<Tls> tls) {
		return new TestServer(address, new Security(new Handshake(AuthKey.parse(AUTHKEY), true), tls), Limits.DEFAULT,
				ErrorSettings.DEFAULT, MessageFormat.DEFAULTS);
	}

	/**
	 * Starts a server that tells its callers apart.
	 * @param credentials their keys
	 * @return the running server
	 */
	public static TestServer startWithKeys(Credential... credentials) {
		return new TestServer(new TcpAddress("127.0.0.1", 0), Security.of(new Handshake(List.of(credentials), true)),
				Limits.DEFAULT, ErrorSettings.DEFAULT, MessageFormat.DEFAULTS);
	}

	private MessageHandler messages(ErrorSettings errors, Set<MessageFormat> formats) {
		JsonCodec codec = new JsonCodec(new JsonMapper(), JsonSettings.DEFAULT);
		RpcFunctionRegistry registry = new RpcFunctionRegistry(codec, ParameterInspector.REFLECTION,
				AsyncResultAdapter.NONE, FunctionSettings.DEFAULT);
		Arrays.stream(TestFunctions.class.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()))
			.forEach((method) -> registry.register(method.getName(), this.functions, method));
		JsonMapper mapper = new JsonMapper();
		OpenRpcDescriber describer = new OpenRpcDescriber("test", "1.0", mapper,
				new SchemaFactory(mapper, Naming.AS_IS));
		CallHandler calls = CallInterceptor.chain(
				List.of(new DiscoverInterceptor(() -> describer, registry::functions)), new FunctionInvoker(registry));
		return new MessageHandler(codec, calls, new ErrorTranslator(List.of(), errors), formats);
	}

	private static void startThread(Runnable connection) {
		thread(connection).start();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "test-server-connection");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Gives the port.
	 * @return the port that was picked
	 */
	public int port() {
		return Objects.requireNonNull(this.address.port());
	}

	/**
	 * Gives the address.
	 * @return the address, with the port that was picked
	 */
	public Address address() {
		String text = this.address.text();
		return ZeroMqAddress.isZeroMq(text) ? ZeroMqAddress.parse(text) : Address.parse(text);
	}

	/**
	 * Tells where the server is, as the scripts want it.
	 * @return the port, or the path of a Unix socket
	 */
	String place() {
		return (address() instanceof UnixAddress unix) ? unix.path().toString() : String.valueOf(port());
	}

	/**
	 * Gives the object that has the functions.
	 * @return the object of this server
	 */
	public TestFunctions functions() {
		return this.functions;
	}

	/**
	 * Counts the handshakes.
	 * @return since the start
	 */
	public HandshakeCounts handshakes() {
		return this.server.handshakes();
	}

	/**
	 * Describes the connections.
	 * @return one state for each
	 */
	public List<ConnectionState> connections() {
		return this.server.connections();
	}

	/**
	 * Stops the server while calls run.
	 * @param grace how long they may take to end
	 * @return what became of them
	 */
	public StopReport stop(Duration grace) {
		return this.server.stop(grace);
	}

	@Override
	public void close() {
		this.functions.release();
		this.server.stop(Duration.ofSeconds(5));
	}

}
