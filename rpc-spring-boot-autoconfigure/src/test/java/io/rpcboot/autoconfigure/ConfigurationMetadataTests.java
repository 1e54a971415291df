package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of the properties.
 */
class ConfigurationMetadataTests {

	private final List<JsonNode> properties = ConfigurationMetadata.properties();

	@Test
	void whenEveryPropertyIsListedThenNoneIsMissingAndNoneIsThereTwice() {
		assertThat(this.properties).extracting(ConfigurationMetadata::name)
			.containsExactly("management.endpoint.rpc.access", "management.endpoint.rpc.cache.time-to-live",
					"rpc.client", "rpc.client.default.address", "rpc.client.default.addresses",
					"rpc.client.default.allow-md5", "rpc.client.default.authentication", "rpc.client.default.authkey",
					"rpc.client.default.format", "rpc.client.default.max-message-size", "rpc.client.default.naming",
					"rpc.client.default.pool.connect-timeout", "rpc.client.default.pool.idle-timeout",
					"rpc.client.default.pool.max-age", "rpc.client.default.pool.max-calls-per-connection",
					"rpc.client.default.pool.max-per-address", "rpc.client.default.retry.attempt-timeout",
					"rpc.client.default.retry.delay", "rpc.client.default.retry.max-retries",
					"rpc.client.default.ssl.bundle", "rpc.client.default.timeout", "rpc.client.default.trace-keyword",
					"rpc.client.default.zeromq.password", "rpc.client.default.zeromq.secret-key",
					"rpc.client.default.zeromq.server-key", "rpc.client.default.zeromq.username",
					"rpc.json.max-nesting", "rpc.json.strict", "rpc.observations.convention", "rpc.server.address",
					"rpc.server.addresses", "rpc.server.allow-md5", "rpc.server.async-timeout",
					"rpc.server.authentication", "rpc.server.authkey", "rpc.server.authkeys", "rpc.server.discover",
					"rpc.server.enabled", "rpc.server.error.include-message", "rpc.server.error.include-stacktrace",
					"rpc.server.formats", "rpc.server.handshake-timeout", "rpc.server.idle-timeout",
					"rpc.server.max-buffered", "rpc.server.max-calls-per-connection", "rpc.server.max-concurrent-calls",
					"rpc.server.max-connections", "rpc.server.max-message-size",
					"rpc.server.max-unauthenticated-connections", "rpc.server.naming", "rpc.server.read-timeout",
					"rpc.server.socket-permissions", "rpc.server.ssl.bundle", "rpc.server.ssl.client-auth",
					"rpc.server.trace-keyword", "rpc.server.write-timeout", "rpc.server.zeromq.client-keys",
					"rpc.server.zeromq.password", "rpc.server.zeromq.secret-key");
	}

	@Test
	void whenPropertyIsShownThenItHasADescriptionInBootsStyle() {
		assertThat(this.properties).allSatisfy((property) -> {
			assertThat(property.path("description").asString("")).as(ConfigurationMetadata.name(property))
				.isNotBlank()
				.endsWith(".")
				.doesNotStartWithIgnoringCase("the ")
				.doesNotStartWithIgnoringCase("a ");
			if (property.path("type").asString("").equals("java.lang.Boolean")) {
				assertThat(property.path("description").asString("")).as(ConfigurationMetadata.name(property))
					.startsWith("Whether ");
			}
		});
	}

	@Test
	void whenPropertyHasADefaultThenItIsShown() {
		assertThat(this.properties).filteredOn((property) -> property.path("defaultValue").isMissingNode())
			.extracting(ConfigurationMetadata::name)
			.containsExactly("rpc.client", "rpc.client.default.address", "rpc.client.default.addresses",
					"rpc.client.default.authkey", "rpc.client.default.retry.attempt-timeout",
					"rpc.client.default.ssl.bundle", "rpc.client.default.trace-keyword",
					"rpc.client.default.zeromq.password", "rpc.client.default.zeromq.secret-key",
					"rpc.client.default.zeromq.server-key", "rpc.client.default.zeromq.username", "rpc.server.address",
					"rpc.server.addresses", "rpc.server.authkey", "rpc.server.authkeys", "rpc.server.idle-timeout",
					"rpc.server.max-buffered", "rpc.server.ssl.bundle", "rpc.server.trace-keyword",
					"rpc.server.zeromq.client-keys", "rpc.server.zeromq.password", "rpc.server.zeromq.secret-key");
	}

	@Test
	void whenShownDefaultsAreSetThenNothingChanges() {
		Map<String, String> defaults = new LinkedHashMap<>();
		this.properties.stream()
			.filter((property) -> property.has("defaultValue"))
			.forEach((property) -> defaults.put(ConfigurationMetadata.name(property),
					text(property.get("defaultValue"))));
		Binder binder = new Binder(new MapConfigurationPropertySource(defaults));
		assertThat(binder.bind("rpc.server", RpcServerProperties.class).get()).usingRecursiveComparison()
			.isEqualTo(new RpcServerProperties());
		assertThat(binder.bind("rpc.json", RpcProperties.Json.class).get()).usingRecursiveComparison()
			.isEqualTo(new RpcProperties.Json());
		assertThat(binder.bind("rpc.observations", RpcObservationProperties.class).get()).usingRecursiveComparison()
			.isEqualTo(new RpcObservationProperties());
		assertThat(settings(binder.bind("rpc.client.default", RpcClientProperties.class).get()))
			.usingRecursiveComparison()
			.isEqualTo(settings(new RpcClientProperties()));
	}

	private static List<Object> settings(RpcClientProperties client) {
		client.setAddress("127.0.0.1:18000");
		client.setAuthkey("peekaboo");
		ClientConfiguration configuration = new ClientConfiguration("orders", client, new RpcClientProperties());
		// a delay is not looked at without repetitions
		assertThat(client.getRetry().getDelay()).isIn(null, Duration.ofMillis(100));
		assertThat(configuration.retry()).isNull();
		return List.of(configuration.settings(new TlsBundles(new DefaultSslBundleRegistry())), configuration.naming());
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
	}

}
