package io.rpcboot.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.rpcboot.zeromq.ServerSecurity;
import io.rpcboot.zeromq.ServerSecurity.ClientKey;
import io.rpcboot.zeromq.ZeroMqAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What callers over ZeroMQ have to show. What is wrong with a key is told with the name
 * of its property, never with the key.
 *
 * @param properties the properties
 */
record ZeroMqServerKeys(RpcServerZeroMqProperties properties) {

	private static final String SECRET_KEY = "rpc.server.zeromq.secret-key";

	private static final String PASSWORD = "rpc.server.zeromq.password";

	private static final String CLIENT_KEYS = "rpc.server.zeromq.client-keys";

	private static final String EXAMPLE = "%n%n\trpc:%n\t  server:%n\t    zeromq:%n\t      secret-key: \"...\"%n"
			+ "\t      client-keys:%n\t        billing: \"...\"";

	/**
	 * Checks and reads the keys, or the password.
	 * @param address where they are asked for
	 * @param anybody whether callers need nothing where nothing is set
	 * @return how callers are known
	 * @throws InvalidRpcConfigurationException if something is missing or invalid
	 */
	ServerSecurity security(ZeroMqAddress address, boolean anybody) {
		String secretKey = this.properties.getSecretKey();
		String password = this.properties.getPassword();
		if (StringUtils.hasText(secretKey)) {
			requireNoPassword(password);
			return new ServerSecurity.Curve(PropertyChecks.curveKey(SECRET_KEY, secretKey), clientKeys());
		}
		if (StringUtils.hasText(password)) {
			requireLocal(address, PASSWORD + " is set, which goes over the network in clear");
			return new ServerSecurity.Plain(password);
		}
		if (anybody) {
			requireLocal(address, "rpc.server.authentication is none");
			return new ServerSecurity.None();
		}
		throw new InvalidRpcConfigurationException("The RPC server has no keys for ZeroMQ.",
				("Make a pair of keys for the server and one for each caller, such as by zmq.curve_keypair() in Python, "
						+ "and set the server's secret one and the callers' public ones:" + EXAMPLE
						+ "%n%nor, on a loopback address only, set %s, or rpc.server.authentication to none.")
					.formatted(PASSWORD));
	}

	private static void requireNoPassword(@Nullable String password) {
		if (StringUtils.hasText(password)) {
			throw new InvalidRpcConfigurationException("Both %s and %s are set.".formatted(SECRET_KEY, PASSWORD),
					"Remove the password: with keys nobody needs it.");
		}
	}

	private static void requireLocal(ZeroMqAddress address, String problem) {
		if (!address.isLocal()) {
			throw new InvalidRpcConfigurationException(
					"%s, and %s can be reached from outside.".formatted(problem, address),
					"Set %s and %s instead, or listen on a loopback address such as zmq:tcp://127.0.0.1:17001."
						.formatted(SECRET_KEY, CLIENT_KEYS));
		}
	}

	private List<ClientKey> clientKeys() {
		Map<String, ClientKey> keys = new LinkedHashMap<>();
		Principals principals = new Principals(CLIENT_KEYS, this.properties.getClientKeys());
		principals.forEach((principal, index, text) -> {
			String property = principals.property(principal, index);
			ClientKey key = new ClientKey(principal, index, PropertyChecks.curveKey(property, text));
			requireNew(property, key, keys);
			keys.put(property, key);
		});
		if (keys.isEmpty()) {
			throw new InvalidRpcConfigurationException("%s is set, and %s is empty.".formatted(SECRET_KEY, CLIENT_KEYS),
					"Give each caller a name, and set its public key: %s.billing, for example.".formatted(CLIENT_KEYS));
		}
		return List.copyOf(keys.values());
	}

	private static void requireNew(String property, ClientKey key, Map<String, ClientKey> keys) {
		keys.forEach((other, otherKey) -> {
			if (Arrays.equals(otherKey.key(), key.key())) {
				throw new InvalidRpcConfigurationException("%s and %s are the same key.".formatted(other, property),
						"Give each caller keys of its own, and each key once.");
			}
		});
	}

	@Override
	public String toString() {
		return "ZeroMqServerKeys[secret]";
	}

}
