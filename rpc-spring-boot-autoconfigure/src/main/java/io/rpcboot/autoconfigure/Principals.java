package io.rpcboot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The keys of callers that are told apart, by the names that they get.
 *
 * @param property the property that has them, such as {@code rpc.server.authkeys}
 * @param keys a list of keys for each name
 */
record Principals(String property, Map<String, List<String>> keys) {

	// digits alone are the places of a list, whose names are missing
	private static final Pattern NAME = Pattern.compile("(?!\\d+$)[a-z0-9-]+");

	/**
	 * Goes through the keys.
	 * @param consumer gets each of them
	 * @throws InvalidRpcConfigurationException if a name is invalid or has no key
	 */
	void forEach(KeyConsumer consumer) {
		this.keys.forEach((principal, list) -> {
			requireName(principal);
			if (!isDouble(principal)) {
				requireKeys(principal, list);
				for (int i = 0; i < list.size(); i++) {
					consumer.accept(principal, i, list.get(i));
				}
			}
		});
	}

	/**
	 * Names the property of a key, for messages.
	 * @param principal whose key it is
	 * @param index its place in the list
	 * @return such as {@code rpc.server.authkeys.billing[0]}
	 */
	String property(String principal, int index) {
		return "%s[%d]".formatted(property(principal), index);
	}

	private String property(String principal) {
		return this.property + "." + principal;
	}

	private void requireName(String principal) {
		if (!NAME.matcher(principal).matches()) {
			throw new InvalidRpcConfigurationException("%s does not name a caller.".formatted(property(principal)),
					"Write a name of small letters, digits and hyphens, such as %s, and the caller's keys as a list below it."
						.formatted(property("billing")));
		}
	}

	private void requireKeys(String principal, List<String> list) {
		if (list.isEmpty()) {
			throw new InvalidRpcConfigurationException("%s is empty.".formatted(property(principal)),
					"Give the caller at least one key, or remove its name.");
		}
	}

	// An environment variable cannot write a hyphen. Its keys have replaced those of the
	// name with hyphens, which is there besides.
	private boolean isDouble(String principal) {
		return this.keys.keySet()
			.stream()
			.anyMatch((other) -> other.length() > principal.length() && other.replace("-", "").equals(principal));
	}

	@Override
	public String toString() {
		return "Principals[secret]";
	}

	/**
	 * Takes a key.
	 */
	@FunctionalInterface
	interface KeyConsumer {

		/**
		 * Takes it.
		 * @param principal whose it is
		 * @param index its place in the list of the principal's keys, from 0
		 * @param key the key, as it is configured
		 */
		void accept(String principal, int index, String key);

	}

}
