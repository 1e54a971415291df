package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.rpcboot.server.RpcServer;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Credential;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The keys that callers may have. What is wrong with one is told with the name of its
 * property, never with the key.
 *
 * @param authkey the key of callers that are not told apart
 * @param authkeys the keys of those that are, by principal
 */
record ServerKeys(@Nullable String authkey, Map<String, List<String>> authkeys) {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	/**
	 * Checks and reads the keys.
	 * @return one credential for each, none if there are no keys
	 * @throws InvalidRpcConfigurationException if a key or a name is invalid, or a key is
	 * there twice
	 */
	List<Credential> credentials() {
		List<Credential> credentials = new ArrayList<>();
		if (StringUtils.hasLength(this.authkey)) {
			add(credentials, null, 0, this.authkey);
		}
		principals(this.authkeys).forEach((principal, index, key) -> add(credentials, principal, index, key));
		return credentials;
	}

	/**
	 * Warns of keys that can be found by trying, where strangers can try.
	 * @param credentials the keys
	 * @param address where they are asked for
	 */
	static void warnOfShort(List<Credential> credentials, Address address) {
		List<String> properties = credentials.stream()
			.filter((credential) -> credential.key().isShort())
			.map((credential) -> property(credential.principal(), credential.index()))
			.toList();
		if (!properties.isEmpty() && !address.isLocal()) {
			logger.warn(("The RPC server can be reached from other machines, and a key of fewer than 16 bytes can be "
					+ "found by trying: set longer ones for %s")
				.formatted(String.join(", ", properties)));
		}
	}

	private static void add(List<Credential> credentials, @Nullable String principal, int index, String key) {
		String property = property(principal, index);
		Credential added = new Credential(principal, index, PropertyChecks.authkey(property, key));
		for (Credential other : credentials) {
			if (other.key().equals(added.key())) {
				throw new InvalidRpcConfigurationException(
						"%s and %s are the same key.".formatted(property(other.principal(), other.index()), property),
						"Give each caller keys of its own, and each key once.");
			}
		}
		credentials.add(added);
	}

	private static String property(@Nullable String principal, int index) {
		return (principal != null) ? principals(Map.of()).property(principal, index) : "rpc.server.authkey";
	}

	private static Principals principals(Map<String, List<String>> keys) {
		return new Principals("rpc.server.authkeys", keys);
	}

	@Override
	public String toString() {
		return "ServerKeys[secret]";
	}

}
