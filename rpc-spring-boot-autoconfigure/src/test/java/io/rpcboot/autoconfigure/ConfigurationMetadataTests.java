package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of the properties.
 */
class ConfigurationMetadataTests {

	private static List<JsonNode> properties = List.of();

	@BeforeAll
	static void readMetadata() throws IOException {
		// that of this module, not the one of another jar
		String root = RpcServerProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		UrlResource resource = new UrlResource(root + "META-INF/spring-configuration-metadata.json");
		try (InputStream input = resource.getInputStream()) {
			JsonNode metadata = JsonMapper.shared().readTree(input);
			properties = StreamSupport.stream(metadata.get("properties").spliterator(), false).toList();
		}
	}

	@Test
	void whenEveryPropertyIsListedThenNoneIsMissingAndNoneIsThereTwice() {
		assertThat(properties).extracting(ConfigurationMetadataTests::name)
			.containsExactly("management.endpoint.rpc.access", "management.endpoint.rpc.cache.time-to-live",
					"rpc.client", "rpc.json.max-nesting", "rpc.json.strict", "rpc.server.address",
					"rpc.server.allow-md5", "rpc.server.async-timeout", "rpc.server.authentication",
					"rpc.server.authkey", "rpc.server.discover", "rpc.server.enabled",
					"rpc.server.error.include-message", "rpc.server.error.include-stacktrace", "rpc.server.formats",
					"rpc.server.handshake-timeout", "rpc.server.max-calls-per-connection", "rpc.server.max-connections",
					"rpc.server.max-message-size", "rpc.server.max-unauthenticated-connections", "rpc.server.naming",
					"rpc.server.read-timeout", "rpc.server.socket-permissions", "rpc.server.ssl.bundle",
					"rpc.server.ssl.client-auth", "rpc.server.write-timeout");
	}

	@Test
	void whenPropertyIsShownThenItHasADescriptionInBootsStyle() {
		assertThat(properties).allSatisfy((property) -> {
			assertThat(property.path("description").asString("")).as(name(property))
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWithIgnoringCase("the ")
				.doesNotStartWithIgnoringCase("a ");
			if (property.path("type").asString("").equals("java.lang.Boolean")) {
				assertThat(property.path("description").asString("")).as(name(property)).startsWith("Whether ");
			}
		});
	}

	@Test
	void whenPropertyHasADefaultThenItIsShown() {
		assertThat(properties).filteredOn((property) -> property.path("defaultValue").isMissingNode())
			.extracting(ConfigurationMetadataTests::name)
			.containsExactly("rpc.client", "rpc.server.address", "rpc.server.authkey", "rpc.server.ssl.bundle");
	}

	@Test
	void whenShownDefaultsAreSetThenNothingChanges() {
		Map<String, String> defaults = new LinkedHashMap<>();
		properties.stream()
			.filter((property) -> property.has("defaultValue"))
			.forEach((property) -> defaults.put(name(property), text(property.get("defaultValue"))));
		Binder binder = new Binder(new MapConfigurationPropertySource(defaults));
		assertThat(binder.bind("rpc.server", RpcServerProperties.class).get()).usingRecursiveComparison()
			.isEqualTo(new RpcServerProperties());
		assertThat(binder.bind("rpc", RpcProperties.class).get()).usingRecursiveComparison()
			.isEqualTo(new RpcProperties());
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

}
