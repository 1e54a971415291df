package io.rpcboot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.Tls;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RpcClientFactory} without a container. An address has to be given.
 */
public final class RpcClientFactoryBuilder {

	private final String name;

	private final JsonCodec codec;

	private final List<Address> addresses = new ArrayList<>();

	private final List<CallInterceptor> interceptors = new ArrayList<>();

	private @Nullable Handshake handshake;

	private @Nullable Supplier<Tls> tls;

	private CallChannel.@Nullable Factory channels;

	private ClientSettings.Calls calls = ClientSettings.Calls.DEFAULT;

	private ClientSettings.Pool pool = ClientSettings.Pool.DEFAULT;

	private Executor executor = RpcClientFactoryBuilder::startThread;

	RpcClientFactoryBuilder(String name, JsonCodec codec) {
		this.name = name;
		this.codec = codec;
	}

	/**
	 * Adds the address of a program that has the functions.
	 * @param address host and port, such as {@code 127.0.0.1:18000}, or a Unix socket,
	 * such as {@code unix:/run/forecasts.sock}
	 * @return this builder
	 * @throws IllegalArgumentException if it is something else
	 */
	public RpcClientFactoryBuilder address(String address) {
		this.addresses.add(Address.parse(address));
		return this;
	}

	/**
	 * Adds the address of a program that is reached in another way than by a socket.
	 * @param address the address
	 * @param factory opens channels to it, closed together with the factory that is built
	 * @return this builder
	 */
	public RpcClientFactoryBuilder address(Address address, CallChannel.Factory factory) {
		this.addresses.add(address);
		this.channels = factory;
		return this;
	}

	/**
	 * Sets the key that both sides know. Without it there is no handshake.
	 * @param authkey text, or {@code base64:} and the key's bytes
	 * @return this builder
	 * @throws IllegalArgumentException if it is empty or its Base64 is invalid
	 */
	public RpcClientFactoryBuilder authkey(String authkey) {
		this.handshake = new Handshake(AuthKey.parse(authkey), true);
		return this;
	}

	/**
	 * Has what goes over TCP encrypted. The server's certificate has to be that of the
	 * host in its address.
	 * @param context what is trusted, and the client's own certificate if it has one
	 * @return this builder
	 */
	public RpcClientFactoryBuilder tls(SSLContext context) {
		Tls current = new Tls(context, new SSLParameters());
		this.tls = () -> current;
		return this;
	}

	/**
	 * Sets how long a call may take in all, by default 30 seconds.
	 * @param timeout the duration
	 * @return this builder
	 */
	public RpcClientFactoryBuilder timeout(Duration timeout) {
		this.calls = this.calls.withTimeout(timeout);
		return this;
	}

	/**
	 * Sets how calls are written, by default as arrays.
	 * @param format the format
	 * @return this builder
	 */
	public RpcClientFactoryBuilder format(MessageFormat format) {
		this.calls = this.calls.withFormat(format);
		return this;
	}

	/**
	 * Sets how connections are kept.
	 * @param pool the settings
	 * @return this builder
	 */
	public RpcClientFactoryBuilder pool(ClientSettings.Pool pool) {
		this.pool = pool;
		return this;
	}

	/**
	 * Sets what opens connections and makes the calls that nobody waits for, by default a
	 * daemon thread for each.
	 * @param executor an executor that does not queue
	 * @return this builder
	 */
	public RpcClientFactoryBuilder executor(Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Adds what is done around calls, within those that were added before.
	 * @param interceptor the interceptor
	 * @return this builder
	 */
	public RpcClientFactoryBuilder interceptor(CallInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return this;
	}

	/**
	 * Builds the factory. Nothing is connected before the first call.
	 * @return the factory, to be closed
	 * @throws IllegalArgumentException if there is no address
	 */
	public RpcClientFactory build() {
		Security security = new Security(this.handshake, this.tls);
		ClientSettings settings = new ClientSettings(this.name, this.addresses, security, this.calls, this.pool);
		return new RpcClientFactory(settings,
				new RpcClientFactory.Tools(this.codec, this.executor, ParameterInspector.REFLECTION,
						AsyncCallAdapter.NONE, Naming.AS_IS, List.copyOf(this.interceptors)),
				ClientMonitor.NONE, this.channels);
	}

	private static void startThread(Runnable task) {
		Thread thread = new Thread(task, "rpc-client");
		thread.setDaemon(true);
		thread.start();
	}

}
