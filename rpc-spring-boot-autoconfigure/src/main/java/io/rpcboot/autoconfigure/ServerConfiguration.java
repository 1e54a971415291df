package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.rpcboot.context.RpcServerFactory;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.CallServer;
import io.rpcboot.server.RpcServer;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.server.ServerSettings;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Credential;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.Tls;
import io.rpcboot.wire.UnixAddress;
import io.rpcboot.zeromq.ZeroMqAddress;
import io.rpcboot.zeromq.ZeroMqServer;
import io.rpcboot.zeromq.ZeroMqServerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into servers, or into the reason why there cannot be one.
 *
 * @param properties the properties
 * @param messages answers messages
 * @param bundles have what connections are encrypted with
 * @param virtualThreads whether connections run on virtual threads
 * @param monitor is told what happens to connections
 */
record ServerConfiguration(RpcServerProperties properties, MessageHandler messages, TlsBundles bundles,
		boolean virtualThreads, ServerMonitor monitor) implements RpcServerFactory {

	private static final String THREADS = "rpc-server-";

	private static final String EXAMPLE = "%n%n\trpc:%n\t  server:%n\t    address: 127.0.0.1:17000%n\t    authkey: \"...\"";

	@Override
	public boolean isAddressSet() {
		return StringUtils.hasText(this.properties.getAddress()) || !this.properties.getAddresses().isEmpty();
	}

	@Override
	public List<CallServer> create() {
		Executor executor = this.virtualThreads ? onVirtualThreads() : onPlatformThreads();
		List<CallServer> servers = addresses().stream().map((address) -> server(address, executor)).toList();
		this.monitor.watch(() -> servers.stream().mapToInt(CallServer::openConnections).sum());
		return servers;
	}

	private CallServer server(Address address, Executor executor) {
		if (address instanceof ZeroMqAddress zeroMq) {
			return new ZeroMqServer(zeroMqSettings(zeroMq), this.messages, executor, this.monitor);
		}
		return new RpcServer(settings(address), this.messages, executor, this.monitor);
	}

	private ZeroMqServerSettings zeroMqSettings(ZeroMqAddress address) {
		boolean anybody = this.properties.getAuthentication() == Authentication.NONE;
		return new ZeroMqServerSettings(address,
				new ZeroMqServerKeys(this.properties.getZeromq()).security(address, anybody), limits(), timeouts());
	}

	private static Executor onVirtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(THREADS);
		executor.setVirtualThreads(true);
		return executor;
	}

	// They are kept for a while: concurrent calls of a connection come and go.
	private static Executor onPlatformThreads() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setThreadNamePrefix(THREADS);
		executor.setDaemon(true);
		executor.setCorePoolSize(0);
		executor.setQueueCapacity(0);
		executor.setKeepAliveSeconds(10);
		executor.initialize();
		return executor;
	}

	ServerSettings settings(Address address) {
		return new ServerSettings(address,
				PropertyChecks.permissions("rpc.server.socket-permissions", this.properties.getSocketPermissions()),
				new Security(handshake(address), tls(address)), limits(), timeouts());
	}

	private ServerSettings.Limits limits() {
		DataSize buffered = this.properties.getMaxBuffered();
		return new ServerSettings.Limits(
				PropertyChecks.messageSize("rpc.server.max-message-size", this.properties.getMaxMessageSize()),
				PropertyChecks.positive("rpc.server.max-connections", this.properties.getMaxConnections()),
				PropertyChecks.positive("rpc.server.max-unauthenticated-connections",
						this.properties.getMaxUnauthenticatedConnections()),
				PropertyChecks.positive("rpc.server.max-calls-per-connection",
						this.properties.getMaxCallsPerConnection()),
				PropertyChecks.positive("rpc.server.max-concurrent-calls", this.properties.getMaxConcurrentCalls()),
				(buffered != null) ? PropertyChecks.positive("rpc.server.max-buffered", buffered)
						: ServerSettings.Limits.DEFAULT.buffered());
	}

	private ServerSettings.Timeouts timeouts() {
		Duration idle = this.properties.getIdleTimeout();
		return new ServerSettings.Timeouts(
				PropertyChecks.positive("rpc.server.handshake-timeout", this.properties.getHandshakeTimeout()),
				PropertyChecks.positive("rpc.server.read-timeout", this.properties.getReadTimeout()),
				PropertyChecks.positive("rpc.server.write-timeout", this.properties.getWriteTimeout()),
				(idle != null) ? PropertyChecks.positive("rpc.server.idle-timeout", idle) : null);
	}

	/**
	 * Reads the addresses.
	 * @return one of a socket, one of ZeroMQ, or both
	 */
	List<Address> addresses() {
		String one = this.properties.getAddress();
		List<String> several = this.properties.getAddresses();
		if (StringUtils.hasText(one) && !several.isEmpty()) {
			throw new InvalidRpcConfigurationException("The RPC server has both an address and addresses.",
					"Remove rpc.server.address or rpc.server.addresses.");
		}
		if (!isAddressSet()) {
			throw new InvalidRpcConfigurationException(
					"There are functions to be called (@RpcFunction), but no address to listen on.",
					("Set the address, and the key that callers have to know:" + EXAMPLE
							+ "%n%nor set rpc.server.enabled to false.")
						.formatted());
		}
		if (several.isEmpty()) {
			return List.of(address("rpc.server.address", String.valueOf(one)));
		}
		List<Address> addresses = several.stream().map((text) -> address("rpc.server.addresses", text)).toList();
		requireOneOfEach(addresses);
		return addresses;
	}

	private static Address address(String property, String text) {
		return PropertyChecks.address(property, text,
				", or to unix: and a path. 127.0.0.1:17000 is reachable from this machine only, 0.0.0.0:17000 from outside too.");
	}

	private static void requireOneOfEach(List<Address> addresses) {
		long zeroMq = addresses.stream().filter(ZeroMqAddress.class::isInstance).count();
		if (zeroMq > 1 || addresses.size() - zeroMq > 1) {
			throw new InvalidRpcConfigurationException(
					"rpc.server.addresses has two addresses of the same kind: %s.".formatted(addresses),
					"Leave one of a socket, such as 127.0.0.1:17000, and one of ZeroMQ, such as zmq:tcp://127.0.0.1:17001.");
		}
	}

	private @Nullable Handshake handshake(Address address) {
		if (this.properties.getAuthentication() == Authentication.NONE) {
			requireLocal(address);
			return null;
		}
		List<Credential> credentials = new ServerKeys(this.properties.getAuthkey(), this.properties.getAuthkeys())
			.credentials();
		if (credentials.isEmpty()) {
			throw new InvalidRpcConfigurationException("The RPC server has no authkey.",
					("Set the key that callers have to know, in quotes:" + EXAMPLE
							+ "%n%nor, on a loopback address or a Unix socket only, set rpc.server.authentication to none.")
						.formatted());
		}
		ServerKeys.warnOfShort(credentials, address);
		return new Handshake(credentials, this.properties.isAllowMd5());
	}

	private static void requireLocal(Address address) {
		if (!address.isLocal()) {
			throw new InvalidRpcConfigurationException(
					"rpc.server.authentication is none, and %s can be reached from outside.".formatted(address),
					"Set rpc.server.authkey and remove rpc.server.authentication, or listen on a loopback address "
							+ "such as 127.0.0.1:17000 or on a Unix socket.");
		}
	}

	private @Nullable Supplier<Tls> tls(Address address) {
		Supplier<Tls> tls = this.bundles.forServer("rpc.server.ssl.bundle", this.properties.getSsl());
		if (tls != null && address instanceof UnixAddress) {
			throw new InvalidRpcConfigurationException(
					"rpc.server.ssl.bundle is set, and %s is a Unix socket, which is not encrypted.".formatted(address),
					"Remove rpc.server.ssl.bundle, or set rpc.server.address to host and port.");
		}
		return tls;
	}

	@Override
	public String describeThreads() {
		return this.virtualThreads ? "virtual threads" : "platform threads";
	}

}
