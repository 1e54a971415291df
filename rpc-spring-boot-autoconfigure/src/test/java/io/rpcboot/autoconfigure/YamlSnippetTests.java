package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import io.rpcboot.Snippet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples in YAML set properties that there are. Those for Kubernetes are left
 * alone.
 */
class YamlSnippetTests {

	private static final Set<String> KNOWN = knownProperties();

	static Stream<Snippet> snippets() {
		return Snippet.in("yaml").filter((snippet) -> !snippet.text().startsWith("apiVersion:"));
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void whenTheDocumentationHasAnExampleThenItsPropertiesExist(Snippet snippet) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		EnumerablePropertySource<?> example = load(snippet);
		environment.getPropertySources().addFirst(example);
		PropertyNames.check(environment, "rpc.server", Bindable.of(RpcServerProperties.class));
		PropertyNames.check(environment, "rpc.client", Bindable.mapOf(String.class, RpcClientProperties.class));
		PropertyNames.check(environment, "rpc.json", Bindable.of(RpcProperties.Json.class));
		assertThat(example.getPropertyNames()).isNotEmpty()
			.filteredOn((name) -> !name.startsWith("rpc."))
			.allSatisfy((name) -> assertThat(isKnown(name)).as(name).isTrue());
	}

	private static EnumerablePropertySource<?> load(Snippet snippet) throws IOException {
		ByteArrayResource text = new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8));
		return (EnumerablePropertySource<?>) new YamlPropertySourceLoader().load(snippet.place(), text).get(0);
	}

	// the elements of a list and the keys of a map stand below a known name
	private static boolean isKnown(String property) {
		for (ConfigurationPropertyName name = ConfigurationPropertyName.of(property); !name.isEmpty(); name = name
			.getParent()) {
			if (KNOWN.contains(name.toString())) {
				return true;
			}
		}
		return false;
	}

	private static Set<String> knownProperties() {
		Set<String> names = new HashSet<>();
		try {
			for (URL url : Collections.list(YamlSnippetTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream input = url.openStream()) {
					JsonMapper.shared()
						.readTree(input)
						.get("properties")
						.forEach((property) -> names.add(property.get("name").asString()));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return names;
	}

}
