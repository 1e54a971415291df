package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.UrlResource;

/**
 * What the compiler has written down of the properties.
 */
final class ConfigurationMetadata {

	private ConfigurationMetadata() {
	}

	/**
	 * Reads the properties of this module, not those of another jar.
	 */
	static List<JsonNode> properties() {
		String root = RpcServerProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream input = new UrlResource(root + "META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return JsonMapper.shared().readTree(input).get("properties").valueStream().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String name(JsonNode property) {
		return property.get("name").asString();
	}

}
