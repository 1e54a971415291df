package io.rpcboot.autoconfigure;

import java.net.UnknownHostException;
import java.time.Duration;

import io.rpcboot.autoconfigure.RpcServerProperties.Authentication;
import io.rpcboot.context.RpcServerFactory;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.RpcServer;
import io.rpcboot.server.ServerSettings;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into a server, or into the reason why there cannot be one.
 *
 * @param properties the properties
 * @param messages answers messages
 * @param virtualThreads whether connections run on virtual threads
 */
record ServerConfiguration(RpcServerProperties properties, MessageHandler messages,
		boolean virtualThreads) implements RpcServerFactory {

	private static final String EXAMPLE = "%n%n\trpc:%n\t  server:%n\t    address: 127.0.0.1:17000%n\t    authkey: \"...\"";

	@Override
	public boolean isAddressSet() {
		return StringUtils.hasText(this.properties.getAddress());
	}

	@Override
	public RpcServer create() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("rpc-server-");
		executor.setVirtualThreads(this.virtualThreads);
		executor.setDaemon(true);
		return new RpcServer(settings(), this.messages, executor);
	}

	ServerSettings settings() {
		Address address = address();
		return new ServerSettings(address, handshake(address),
				new ServerSettings.Limits(messageSize(),
						positive("max-connections", this.properties.getMaxConnections()),
						positive("max-unauthenticated-connections",
								this.properties.getMaxUnauthenticatedConnections())),
				new ServerSettings.Timeouts(positive("handshake-timeout", this.properties.getHandshakeTimeout()),
						positive("read-timeout", this.properties.getReadTimeout()),
						positive("write-timeout", this.properties.getWriteTimeout())));
	}

	private static int positive(String property, int value) {
		requirePositive(property, value > 0, String.valueOf(value), "a number such as 100");
		return value;
	}

	private static Duration positive(String property, Duration value) {
		requirePositive(property, value.toMillis() > 0, value.toMillis() + "ms", "a duration such as 5s");
		return value;
	}

	private static void requirePositive(String property, boolean positive, String value, String example) {
		if (!positive) {
			throw new InvalidRpcConfigurationException(
					"The value of rpc.server.%s is invalid: %s is not positive.".formatted(property, value),
					"Set rpc.server.%s to %s, or leave it out.".formatted(property, example));
		}
	}

	private Address address() {
		String text = this.properties.getAddress();
		if (!StringUtils.hasText(text)) {
			throw new InvalidRpcConfigurationException(
					"There are functions to be called (@RpcFunction), but no address to listen on.",
					("Set the address, and the key that callers have to know:" + EXAMPLE
							+ "%n%nor set rpc.server.enabled to false.")
						.formatted());
		}
		try {
			return Address.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of rpc.server.address is invalid: %s.".formatted(ex.getMessage()),
					"Set rpc.server.address to host and port. 127.0.0.1:17000 is reachable from this machine only, "
							+ "0.0.0.0:17000 from outside too.",
					ex);
		}
	}

	private @Nullable Handshake handshake(Address address) {
		if (this.properties.getAuthentication() == Authentication.NONE) {
			requireLoopback(address);
			return null;
		}
		String key = this.properties.getAuthkey();
		if (!StringUtils.hasLength(key)) {
			throw new InvalidRpcConfigurationException("The RPC server has no authkey.",
					("Set the key that callers have to know, in quotes:" + EXAMPLE
							+ "%n%nor, on a loopback address only, set rpc.server.authentication to none.")
						.formatted());
		}
		try {
			return new Handshake(AuthKey.parse(key), this.properties.isAllowMd5());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of rpc.server.authkey is invalid: %s.".formatted(ex.getMessage()),
					"Set rpc.server.authkey to a text, or to 'base64:' and the key's bytes in Base64.", ex);
		}
	}

	private static void requireLoopback(Address address) {
		boolean loopback;
		try {
			loopback = address.resolve().getAddress().isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			loopback = false;
		}
		if (!loopback) {
			throw new InvalidRpcConfigurationException(
					"rpc.server.authentication is none, and %s can be reached from outside.".formatted(address),
					"Set rpc.server.authkey and remove rpc.server.authentication, or listen on a loopback address "
							+ "such as 127.0.0.1:17000.");
		}
	}

	private int messageSize() {
		DataSize size = this.properties.getMaxMessageSize();
		if (size.toBytes() < 1 || size.toBytes() > DataSize.ofGigabytes(1).toBytes()) {
			throw new InvalidRpcConfigurationException(
					"The value of rpc.server.max-message-size is invalid: %s is not between 1 byte and 1 GB."
						.formatted(size),
					"Set rpc.server.max-message-size to a size such as 64MB.");
		}
		return (int) size.toBytes();
	}

	@Override
	public String describeAuthentication() {
		return (this.properties.getAuthentication() == Authentication.NONE) ? "no authentication" : "authkey required";
	}

	@Override
	public String describeThreads() {
		return this.virtualThreads ? "virtual threads" : "platform threads";
	}

}
