package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

	// digits alone are the places of a list, whose names are missing
	private static final Pattern PRINCIPAL = Pattern.compile("(?!\\d+$)[a-z0-9-]+");

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
		this.authkeys.forEach((principal, keys) -> {
			requireName(principal);
			if (!isDouble(principal)) {
				addAll(credentials, principal, keys);
			}
		});
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

	private static void requireName(String principal) {
		if (!PRINCIPAL.matcher(principal).matches()) {
			throw new InvalidRpcConfigurationException("%s does not name a caller.".formatted(property(principal)),
					"Write a name of small letters, digits and hyphens, such as rpc.server.authkeys.billing, "
							+ "and the caller's keys as a list below it.");
		}
	}

	// An environment variable cannot write a hyphen. Its keys have replaced those of the
	// name with hyphens, which is there besides.
	private boolean isDouble(String principal) {
		return this.authkeys.keySet()
			.stream()
			.anyMatch((other) -> other.length() > principal.length() && other.replace("-", "").equals(principal));
	}

	private static void addAll(List<Credential> credentials, String principal, List<String> keys) {
		if (keys.isEmpty()) {
			throw new InvalidRpcConfigurationException("%s is empty.".formatted(property(principal)),
					"Give the caller at least one key, or remove its name.");
		}
		for (int i = 0; i < keys.size(); i++) {
			add(credentials, principal, i, keys.get(i));
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
		return (principal != null) ? "%s[%d]".formatted(property(principal), index) : "rpc.server.authkey";
	}

	private static String property(String principal) {
		return "rpc.server.authkeys." + principal;
	}

	@Override
	public String toString() {
		return "ServerKeys[secret]";
	}

}
