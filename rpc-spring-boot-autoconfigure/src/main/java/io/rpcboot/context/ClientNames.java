package io.rpcboot.context;

import java.util.Locale;
import java.util.regex.Pattern;

import io.rpcboot.RpcClient;
import io.rpcboot.client.InvalidClientException;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Finds out the names of clients.
 */
final class ClientNames {

	private static final Pattern FORM = Pattern.compile("[a-z0-9-]+");

	private static final Pattern WORD = Pattern.compile("([a-z0-9])([A-Z])");

	private static final String DEFAULT = "default";

	private ClientNames() {
	}

	/**
	 * Finds out the name of an interface's client.
	 * @param type the interface
	 * @param given the name where the interface does not tell, or empty
	 * @return the name, such as {@code order-service} for {@code OrderService}
	 */
	static String of(Class<?> type, String given) {
		RpcClient annotation = type.getAnnotation(RpcClient.class);
		String name = (annotation != null) ? annotation.value() : given;
		if (StringUtils.hasLength(name)) {
			return name;
		}
		String simpleName = ClassUtils.getShortName(type);
		return WORD.matcher(simpleName.substring(simpleName.lastIndexOf('.') + 1))
			.replaceAll("$1-$2")
			.toLowerCase(Locale.ROOT);
	}

	/**
	 * Checks a name.
	 * @param name the name
	 * @param type the interface whose client has it
	 * @return the name
	 * @throws InvalidClientException if it would bind to no property
	 */
	static String check(String name, Class<?> type) {
		if (!FORM.matcher(name).matches() || name.equals(DEFAULT)) {
			throw new InvalidClientException(
					"%s cannot be a client: '%s' cannot be a client's name.".formatted(type.getName(), name),
					"Give it a name of small letters, digits and hyphens, such as 'order-service', by @RpcClient or "
							+ "@ImportRpcClients; not 'default', which is what all clients fall back to.");
		}
		return name;
	}

}
