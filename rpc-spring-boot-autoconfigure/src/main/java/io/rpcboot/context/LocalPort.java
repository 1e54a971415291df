package io.rpcboot.context;

import java.util.HashMap;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Makes the port that was picked a property, beside that of a web server.
 */
final class LocalPort {

	private static final String SOURCE = "server.ports";

	private LocalPort() {
	}

	@SuppressWarnings("unchecked")
	static void set(ConfigurableEnvironment environment, String property, int port) {
		PropertySource<?> source = environment.getPropertySources().get(SOURCE);
		if (source == null) {
			source = new MapPropertySource(SOURCE, new HashMap<>());
			environment.getPropertySources().addFirst(source);
		}
		((Map<String, Object>) source.getSource()).put(property, port);
	}

}
