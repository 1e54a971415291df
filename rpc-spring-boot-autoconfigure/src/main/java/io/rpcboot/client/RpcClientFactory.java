package io.rpcboot.client;

import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.DeadlineWatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients of one other program, or of several that have the same functions. They
 * share its connections, which are opened when they are needed. Thread-safe.
 */
public final class RpcClientFactory implements AutoCloseable {

	private final ClientSettings settings;

	private final Tools tools;

	private final DeadlineWatch watch;

	private final ConnectionPool pool;

	private final OutgoingCalls calls = new OutgoingCalls();

	private final CallHandler handler;

	private final CallChannel.@Nullable Factory channels;

	/**
	 * Creates a factory. Nothing is connected before the first call.
	 * @param settings where the other program is, and how it is called
	 * @param tools what its clients need besides
	 * @param monitor is told what happens to its connections
	 */
	public RpcClientFactory(ClientSettings settings, Tools tools, ClientMonitor monitor) {
		this(settings, tools, monitor, null);
	}

	/**
	 * Creates a factory for addresses that are not those of sockets, too. Nothing is
	 * connected before the first call.
	 * @param settings where the other program is, and how it is called
	 * @param tools what its clients need besides
	 * @param monitor is told what happens to its connections
	 * @param channels knows the other addresses, closed together with the factory;
	 * {@code null} if there are none
	 */
	public RpcClientFactory(ClientSettings settings, Tools tools, ClientMonitor monitor,
			CallChannel.@Nullable Factory channels) {
		this.settings = settings;
		this.channels = channels;
		this.tools = tools;
		this.watch = new DeadlineWatch("rpc-client-deadlines");
		CallCodec codec = CallCodec.of(settings.calls().format(), tools.codec());
		Connector connector = new Connector(settings, this.watch, Address::resolve, codec, monitor, channels);
		this.pool = new ConnectionPool(settings, connector::connect, tools.executor(), monitor);
		this.handler = CallInterceptor.chain(tools.interceptors(),
				new RemoteCallHandler(settings, this.pool, this.calls));
		monitor.watch(this::state);
	}

	/**
	 * Begins to build a factory without a container.
	 * @param name the client's name, for messages
	 * @param codec reads and writes values
	 * @return a builder
	 */
	public static RpcClientFactoryBuilder builder(String name, JsonCodec codec) {
		return new RpcClientFactoryBuilder(name, codec);
	}

	/**
	 * Makes a client.
	 * @param <T> the interface
	 * @param type the interface whose methods call the functions
	 * @return the client
	 * @throws InvalidClientException if one of the methods cannot be called; the message
	 * tells which, why and what to do
	 */
	public <T> T create(Class<T> type) {
		if (!type.isInterface()) {
			throw InvalidClientException.noInterface(type);
		}
		ClientMethodParser parser = new ClientMethodParser(this.tools.codec(), this.tools.inspector(),
				this.tools.asyncCalls(), this.tools.naming(), this.settings);
		ClientProxy proxy = new ClientProxy(type, this.settings, parser, this.handler, this.tools.executor());
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, proxy));
	}

	/**
	 * Makes a client without an interface.
	 * @return the client
	 */
	public RpcOperations operations() {
		return new RpcOperations() {

			@Override
			@SuppressWarnings("unchecked")
			public <T> @Nullable T call(String function, List<? extends @Nullable Object> arguments,
					Map<String, ? extends @Nullable Object> keywords, Type type) {
				return (T) RpcClientFactory.this.call(function, arguments, keywords, type);
			}

		};
	}

	private @Nullable Object call(String function, List<? extends @Nullable Object> arguments,
			Map<String, ? extends @Nullable Object> keywords, Type type) {
		CallOptions options = new CallOptions(this.tools.codec().type(type), this.settings.calls().timeout(),
				this.settings.property("timeout"), false, false);
		try {
			return this.handler.handle(new Call(function, new ArgumentValues(arguments, keywords),
					this.settings.calls().format(), this.settings.name(), Map.of(), options));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("An interceptor failed", ex);
		}
	}

	/**
	 * Describes the client.
	 * @return its addresses, and its calls that have not ended
	 */
	public ClientState state() {
		return this.pool.state(this.calls.states());
	}

	/**
	 * Closes the connections that were idle for too long. To be called now and then.
	 */
	public void retireIdle() {
		this.pool.retireIdle();
	}

	/**
	 * Closes the connections that have no call.
	 */
	public void closeIdle() {
		this.pool.closeIdle();
	}

	/**
	 * Closes the connections. Calls that run are answered first, new ones are refused.
	 */
	@Override
	public void close() {
		this.pool.close();
		this.watch.close();
		if (this.channels != null) {
			this.channels.close();
		}
	}

	/**
	 * What clients need besides their settings.
	 *
	 * @param codec reads and writes values
	 * @param executor opens connections, and makes the calls that nobody waits for
	 * @param inspector finds out about parameters
	 * @param asyncCalls knows results that come later
	 * @param naming how the names of functions and parameters are written
	 * @param interceptors what is done around calls, the outermost first
	 */
	public record Tools(JsonCodec codec, Executor executor, ParameterInspector inspector, AsyncCallAdapter asyncCalls,
			Naming naming, List<CallInterceptor> interceptors) {

	}

}
