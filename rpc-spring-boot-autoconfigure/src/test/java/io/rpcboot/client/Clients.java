package io.rpcboot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients without a container.
 */
public final class Clients {

	/** The name of the client. */
	public static final String NAME = "orders";

	private Clients() {
	}

	/**
	 * Makes a client with the usual settings.
	 * @param ports where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(int... ports) {
		return factory(Duration.ofSeconds(10), ports);
	}

	/**
	 * Makes a client with another limit.
	 * @param timeout how long a call may take
	 * @param ports where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(Duration timeout, int... ports) {
		return factory(timeout, ClientSettings.Pool.DEFAULT, "peekaboo", ports);
	}

	/**
	 * Makes a client.
	 * @param timeout how long a call may take
	 * @param pool how connections are kept
	 * @param key the authkey, {@code null} for none
	 * @param ports where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(Duration timeout, ClientSettings.Pool pool, @Nullable String key,
			int... ports) {
		return factory(new ClientSettings.Calls(MessageFormat.ARRAY, timeout, null, 1024 * 1024), pool, key, List.of(),
				ports);
	}

	/**
	 * Makes a client.
	 * @param calls how calls are made
	 * @param pool how connections are kept
	 * @param key the authkey, {@code null} for none
	 * @param interceptors what is done around calls
	 * @param ports where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(ClientSettings.Calls calls, ClientSettings.Pool pool, @Nullable String key,
			List<CallInterceptor> interceptors, int... ports) {
		List<Address> addresses = IntStream.of(ports)
			.<Address>mapToObj((port) -> new TcpAddress("127.0.0.1", port))
			.toList();
		Handshake handshake = (key != null) ? new Handshake(AuthKey.parse(key), true) : null;
		ClientSettings settings = new ClientSettings(NAME, addresses, Security.of(handshake), calls, pool);
		return new RpcClientFactory(settings, tools(Clients::startThread, interceptors), ClientMonitor.NONE);
	}

	/**
	 * Makes a client that does something in another way.
	 * @param tools what it needs besides its settings
	 * @param port where the server is
	 * @return the client
	 */
	static RpcClientFactory factory(RpcClientFactory.Tools tools, int port) {
		return new RpcClientFactory(new ClientSettings(NAME, List.of(new TcpAddress("127.0.0.1", port)),
				Security.of(new Handshake(AuthKey.parse("peekaboo"), true)), ClientSettings.Calls.DEFAULT,
				ClientSettings.Pool.DEFAULT), tools, ClientMonitor.NONE);
	}

	/**
	 * Makes a client.
	 * @param timeout how long a call may take
	 * @param pool how connections are kept
	 * @param security how connections are secured
	 * @param addresses where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(Duration timeout, ClientSettings.Pool pool, Security security,
			List<Address> addresses) {
		return factory(MessageFormat.ARRAY, timeout, pool, security, addresses);
	}

	/**
	 * Makes a client that uses a certain format.
	 * @param format the format
	 * @param timeout how long a call may take
	 * @param pool how connections are kept
	 * @param security how connections are secured
	 * @param addresses where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(MessageFormat format, Duration timeout, ClientSettings.Pool pool,
			Security security, List<Address> addresses) {
		ClientSettings.Calls calls = new ClientSettings.Calls(format, timeout, null, 1024 * 1024);
		return new RpcClientFactory(new ClientSettings(NAME, addresses, security, calls, pool),
				tools(Clients::startThread), ClientMonitor.NONE);
	}

	/**
	 * Makes a client that uses a certain format.
	 * @param format the format
	 * @param timeout how long a call may take
	 * @param pool how connections are kept
	 * @param ports where the servers are
	 * @return the client
	 */
	public static RpcClientFactory factory(MessageFormat format, Duration timeout, ClientSettings.Pool pool,
			int... ports) {
		return factory(new ClientSettings.Calls(format, timeout, null, 1024 * 1024), pool, "peekaboo", List.of(),
				ports);
	}

	static void startThread(Runnable task) {
		Thread thread = new Thread(task, "rpc-client-test");
		thread.setDaemon(true);
		thread.start();
	}

	static RpcClientFactory.Tools tools(Executor threads) {
		return tools(threads, List.of());
	}

	private static RpcClientFactory.Tools tools(Executor threads, List<CallInterceptor> interceptors) {
		return new RpcClientFactory.Tools(new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT), threads,
				ParameterInspector.REFLECTION, AsyncCallAdapter.NONE, Naming.AS_IS, interceptors);
	}

}
