package io.rpcboot.context;

import java.util.Locale;
import java.util.regex.Pattern;

import io.rpcboot.RpcClient;

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
	 * @throws IllegalArgumentException if the name would bind to no property
	 */
	static String of(Class<?> type, String given) {
		RpcClient annotation = type.getAnnotation(RpcClient.class);
		String name = (annotation != null) ? annotation.value() : given;
		if (!StringUtils.hasLength(name)) {
			String simpleName = ClassUtils.getShortName(type);
			name = WORD.matcher(simpleName.substring(simpleName.lastIndexOf('.') + 1))
				.replaceAll("$1-$2")
				.toLowerCase(Locale.ROOT);
		}
		if (!FORM.matcher(name).matches() || name.equals(DEFAULT)) {
			throw new IllegalArgumentException(
					("'%s' cannot be the name of the client %s: small letters, digits and hyphens "
							+ "are possible, and 'default' is what all clients fall back to")
						.formatted(name, type.getName()));
		}
		return name;
	}

}
