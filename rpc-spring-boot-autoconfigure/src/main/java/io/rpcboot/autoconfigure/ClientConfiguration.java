package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.client.CallChannel;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.context.RetryInterceptor;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.Naming;
import io.rpcboot.message.TraceKeyword;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.Tls;
import io.rpcboot.wire.TrafficMonitor;
import io.rpcboot.zeromq.ZeroMqAddress;
import io.rpcboot.zeromq.ZeroMqChannels;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of a client, or into the reason why there cannot
 * be one.
 *
 * @param name the client's name
 * @param own what is configured for it
 * @param defaults what it falls back to
 */
record ClientConfiguration(String name, RpcClientProperties own, RpcClientProperties defaults) {

	private static final String EXAMPLE = "%n%n\trpc:%n\t  client:%n\t    %s:%n\t      address: 127.0.0.1:18000%n"
			+ "\t      authkey: \"...\"";

	static ClientConfiguration of(String name, Map<String, RpcClientProperties> clients) {
		RpcClientProperties none = new RpcClientProperties();
		return new ClientConfiguration(name, find(name, clients, none), clients.getOrDefault("default", none));
	}

	// an environment variable cannot write a hyphen
	private static RpcClientProperties find(String name, Map<String, RpcClientProperties> clients,
			RpcClientProperties none) {
		RpcClientProperties exact = clients.get(name);
		return (exact != null) ? exact : clients.getOrDefault(name.replace("-", ""), none);
	}

	ClientSettings settings(TlsBundles bundles) {
		Supplier<Tls> tls = bundles.forClient(property("ssl.bundle"), get((client) -> client.getSsl().getBundle(), ""));
		List<Address> addresses = addresses();
		boolean sockets = !addresses.stream().allMatch(ZeroMqAddress.class::isInstance);
		return new ClientSettings(this.name, addresses, new Security(sockets ? handshake() : null, tls), calls(),
				pool());
	}

	/**
	 * Gives what opens channels to the addresses that are not those of sockets.
	 * @param traffic is told of their bytes
	 * @return {@code null} if there are none
	 */
	CallChannel.@Nullable Factory channels(TrafficMonitor traffic) {
		List<Address> addresses = addresses().stream().filter(ZeroMqAddress.class::isInstance).toList();
		if (addresses.isEmpty()) {
			return null;
		}
		ZeroMqClientKeys keys = new ZeroMqClientKeys(this.name,
				(getter) -> find((client) -> getter.apply(client.getZeromq())), this::property);
		return new ZeroMqChannels(keys.security(addresses, authentication() == Authentication.NONE), traffic);
	}

	private Authentication authentication() {
		return get(RpcClientProperties::getAuthentication, Authentication.AUTHKEY);
	}

	private ClientSettings.Calls calls() {
		ClientSettings.Calls calls = ClientSettings.Calls.DEFAULT;
		return new ClientSettings.Calls(get(RpcClientProperties::getFormat, calls.format()),
				PropertyChecks.positive(property("timeout"), get(RpcClientProperties::getTimeout, calls.timeout())),
				attemptTimeout(), PropertyChecks.messageSize(property("max-message-size"),
						get(RpcClientProperties::getMaxMessageSize, DataSize.ofBytes(calls.maxMessageSize()))));
	}

	// without repetition it would end calls for nothing
	private @Nullable Duration attemptTimeout() {
		Duration timeout = find((client) -> client.getRetry().getAttemptTimeout());
		return (timeout == null || retry() == null) ? null
				: PropertyChecks.positive(property("retry.attempt-timeout"), timeout);
	}

	Naming naming() {
		return get(RpcClientProperties::getNaming, Naming.AS_IS);
	}

	/**
	 * Gives what repeats calls.
	 * @return an interceptor, or {@code null} if no call is repeated
	 */
	@Nullable RetryInterceptor retry() {
		int maxRetries = PropertyChecks.notNegative(property("retry.max-retries"),
				get((client) -> client.getRetry().getMaxRetries(), 0));
		Duration delay = PropertyChecks.notNegative(property("retry.delay"),
				get((client) -> client.getRetry().getDelay(), Duration.ofMillis(100)));
		return (maxRetries > 0) ? new RetryInterceptor(maxRetries, delay) : null;
	}

	/**
	 * Gives what tells functions the trace of a call.
	 * @return an interceptor, or {@code null} if none of them wants to know
	 */
	@Nullable CallInterceptor trace() {
		TraceKeyword trace = PropertyChecks.traceKeyword(property("trace-keyword"),
				find(RpcClientProperties::getTraceKeyword));
		return (trace != null) ? (call, next) -> next.handle(trace.give(call)) : null;
	}

	private ClientSettings.Pool pool() {
		ClientSettings.Pool pool = ClientSettings.Pool.DEFAULT;
		return new ClientSettings.Pool(
				PropertyChecks.positive(property("pool.max-per-address"),
						get((client) -> client.getPool().getMaxPerAddress(), pool.maxPerAddress())),
				PropertyChecks.positive(property("pool.max-calls-per-connection"),
						get((client) -> client.getPool().getMaxCallsPerConnection(), pool.maxCallsPerConnection())),
				PropertyChecks.positive(property("pool.connect-timeout"),
						get((client) -> client.getPool().getConnectTimeout(), pool.connectTimeout())),
				PropertyChecks.positive(property("pool.idle-timeout"),
						get((client) -> client.getPool().getIdleTimeout(), pool.idleTimeout())),
				PropertyChecks.positive(property("pool.max-age"),
						get((client) -> client.getPool().getMaxAge(), pool.maxAge())));
	}

	private List<Address> addresses() {
		List<Address> addresses = addresses(this.own);
		addresses = addresses.isEmpty() ? addresses(this.defaults) : addresses;
		if (addresses.isEmpty()) {
			throw new InvalidRpcConfigurationException("The RPC client '%s' has no address.".formatted(this.name),
					("Set the address of the program that has its functions, and the key that both know:" + EXAMPLE)
						.formatted(this.name));
		}
		return addresses;
	}

	private List<Address> addresses(RpcClientProperties client) {
		List<String> several = Objects.requireNonNullElse(client.getAddresses(), List.of());
		String one = Objects.requireNonNullElse(client.getAddress(), "");
		if (several.isEmpty()) {
			return one.isBlank() ? List.of() : List.of(address("address", one));
		}
		if (!one.isBlank()) {
			throw new InvalidRpcConfigurationException(
					"The RPC client '%s' has both an address and addresses.".formatted(this.name),
					"Remove %s or %s.".formatted(property("address"), property("addresses")));
		}
		return several.stream().map((text) -> address("addresses", text)).toList();
	}

	private Address address(String property, String text) {
		return PropertyChecks.address(property(property), text, ", such as 127.0.0.1:18000, or to unix: and a path.");
	}

	private @Nullable Handshake handshake() {
		// a key of its own is there to be used
		boolean ownKey = this.own.getAuthentication() == null && this.own.getAuthkey() != null;
		if (!ownKey && authentication() == Authentication.NONE) {
			return null;
		}
		String key = get(RpcClientProperties::getAuthkey, "");
		if (key.isEmpty()) {
			throw new InvalidRpcConfigurationException("The RPC client '%s' has no authkey.".formatted(this.name),
					("Set the key that the program knows too, in quotes:" + EXAMPLE
							+ "%n%nor, where the program has none, set %s to none.")
						.formatted(this.name, property("authentication")));
		}
		return new Handshake(PropertyChecks.authkey(property("authkey"), key),
				get(RpcClientProperties::getAllowMd5, true));
	}

	private <T> T get(Function<RpcClientProperties, @Nullable T> getter, T builtIn) {
		T value = find(getter);
		return (value != null) ? value : builtIn;
	}

	private <T> @Nullable T find(Function<RpcClientProperties, @Nullable T> getter) {
		T value = getter.apply(this.own);
		return (value != null) ? value : getter.apply(this.defaults);
	}

	private String property(String property) {
		return "rpc.client.%s.%s".formatted(this.name, property);
	}

}
