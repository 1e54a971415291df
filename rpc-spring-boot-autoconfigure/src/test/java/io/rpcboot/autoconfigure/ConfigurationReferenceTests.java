package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of docs/configuration.md have what the metadata has. With the system
 * property {@code rpc.test.write-docs} they are written anew.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	private static final List<String> PREFIXES = List.of("rpc.server", "rpc.client.default", "rpc.json",
			"rpc.observations", "management.endpoint.rpc");

	private final List<JsonNode> properties = ConfigurationMetadata.properties();

	@ParameterizedTest
	@FieldSource("PREFIXES")
	void whenPropertiesAreListedThenTheirTableIsThatOfTheMetadata(String prefix) throws IOException {
		String page = Files.readString(PAGE);
		String begin = "<!-- " + prefix + " -->\n";
		assertThat(page).containsOnlyOnce(begin);
		int from = page.indexOf(begin) + begin.length();
		int to = page.indexOf("\n\n", from);
		if (Boolean.getBoolean("rpc.test.write-docs")) {
			Files.writeString(PAGE, page.substring(0, from) + table(prefix) + page.substring(to));
		}
		else {
			assertThat(page.substring(from, to)).isEqualTo(table(prefix));
		}
	}

	@Test
	void whenAPropertyIsThereThenATableHasIt() {
		assertThat(this.properties).extracting(ConfigurationMetadata::name)
			.filteredOn((name) -> PREFIXES.stream().noneMatch((prefix) -> name.startsWith(prefix + ".")))
			.containsExactly("rpc.client");
	}

	private String table(String prefix) {
		return this.properties.stream()
			.filter((property) -> ConfigurationMetadata.name(property).startsWith(prefix + "."))
			.sorted(Comparator.comparing(ConfigurationMetadata::name))
			.map(ConfigurationReferenceTests::row)
			.collect(Collectors.joining("\n", "| property | default | meaning |\n|---|---|---|\n", ""));
	}

	private static String row(JsonNode property) {
		String name = ConfigurationMetadata.name(property).replace("rpc.client.default.", "rpc.client.<name>.");
		return "| `%s` | %s | %s%s |".formatted(name, shownDefault(property.path("defaultValue")),
				property.get("description").asString(), choices(property.get("type").asString()));
	}

	private static String shownDefault(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		return "`%s`".formatted(value.isArray()
				? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")) : value.asString());
	}

	private static String choices(String type) {
		String name = type.startsWith("java.util.Set<") ? type.substring(14, type.length() - 1) : type;
		Object[] constants = (!name.contains("<")) ? ClassUtils.resolveClassName(name, null).getEnumConstants() : null;
		return (constants != null) ? Arrays.stream(constants)
			.map((constant) -> "`%s`".formatted(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-')))
			.collect(Collectors.joining(", ", " One of ", ".")) : "";
	}

}
