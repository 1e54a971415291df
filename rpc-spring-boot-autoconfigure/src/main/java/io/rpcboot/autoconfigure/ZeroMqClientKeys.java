package io.rpcboot.autoconfigure;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.rpcboot.wire.Address;
import io.rpcboot.zeromq.ClientSecurity;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What a client shows programs over ZeroMQ. What is wrong with a key is told with the
 * name of its property, never with the key.
 *
 * @param client the client's name
 * @param properties finds what is configured
 * @param property names a property of the client
 */
record ZeroMqClientKeys(String client,
		Function<Function<RpcClientZeroMqProperties, @Nullable String>, @Nullable String> properties,
		UnaryOperator<String> property) {

	private static final String EXAMPLE = "%n%n\trpc:%n\t  client:%n\t    %s:%n\t      zeromq:%n"
			+ "\t        server-key: \"...\"%n\t        secret-key: \"...\"";

	/**
	 * Checks and reads the keys, or the password.
	 * @param addresses where they are shown
	 * @param nothing whether nothing is shown where nothing is set
	 * @return what is shown
	 * @throws InvalidRpcConfigurationException if something is missing or invalid
	 */
	ClientSecurity security(List<? extends Address> addresses, boolean nothing) {
		String serverKey = get(RpcClientZeroMqProperties::getServerKey);
		String secretKey = get(RpcClientZeroMqProperties::getSecretKey);
		String password = get(RpcClientZeroMqProperties::getPassword);
		if (StringUtils.hasText(serverKey) && StringUtils.hasText(secretKey)) {
			return new ClientSecurity.Curve(PropertyChecks.curveKey(name("server-key"), serverKey),
					PropertyChecks.curveKey(name("secret-key"), secretKey));
		}
		requireBoth(serverKey, secretKey);
		if (StringUtils.hasText(password)) {
			requireLocal(addresses, name("password") + " is set, which goes over the network in clear");
			String username = get(RpcClientZeroMqProperties::getUsername);
			return new ClientSecurity.Plain((username != null) ? username : this.client, password);
		}
		if (nothing) {
			requireLocal(addresses, this.property.apply("authentication") + " is none");
			return new ClientSecurity.None();
		}
		throw new InvalidRpcConfigurationException("The RPC client '%s' has no keys for ZeroMQ.".formatted(this.client),
				("Set the program's public key and the client's own secret key, which zmq.curve_keypair() in Python makes, for example:"
						+ EXAMPLE + "%n%nor, on a loopback address only, set %s, or %s to none.")
					.formatted(this.client, name("password"), this.property.apply("authentication")));
	}

	private void requireBoth(@Nullable String serverKey, @Nullable String secretKey) {
		boolean one = StringUtils.hasText(serverKey);
		if (one || StringUtils.hasText(secretKey)) {
			throw new InvalidRpcConfigurationException(
					"%s is set, and %s is not.".formatted(name(one ? "server-key" : "secret-key"),
							name(one ? "secret-key" : "server-key")),
					"Set both: the program's public key, and the client's own secret key.");
		}
	}

	private void requireLocal(List<? extends Address> addresses, String problem) {
		for (Address address : addresses) {
			if (!address.isLocal()) {
				throw new InvalidRpcConfigurationException("%s, and %s is another machine.".formatted(problem, address),
						"Set %s and %s instead.".formatted(name("server-key"), name("secret-key")));
			}
		}
	}

	private @Nullable String get(Function<RpcClientZeroMqProperties, @Nullable String> getter) {
		return this.properties.apply(getter);
	}

	private String name(String name) {
		return this.property.apply("zeromq." + name);
	}

}
