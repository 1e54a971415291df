package io.rpcboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.rpcboot.Snippet;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * How the keys of several callers are written, and what a user reads when they are wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerKeysTests {

	private static final String[] BILLING = { "rpc.server.authkeys.billing[0]=new",
			"rpc.server.authkeys.billing[1]=old" };

	private final ApplicationContextRunner runner = ServerRunner.listening();

	@Test
	void whenCallersHaveKeysThenEachKeyIsKnownByNameAndPlaceBesideTheCommonOne() {
		this.runner.withPropertyValues(BILLING)
			.withPropertyValues("rpc.server.authkeys.order-service[0]=base64:b3JkZXJz")
			.run((context) -> assertThat(credentials(context)).containsExactly(credential(null, 0, "peekaboo"),
					credential("billing", 0, "new"), credential("billing", 1, "old"),
					credential("order-service", 0, "orders")));
	}

	@Test
	void whenOnlyCallersHaveKeysThenNoCommonOneIsNeeded() {
		this.runner.withPropertyValues(BILLING)
			.withPropertyValues("rpc.server.authkey=")
			.run((context) -> assertThat(credentials(context)).containsExactly(credential("billing", 0, "new"),
					credential("billing", 1, "old")));
	}

	@Test
	void whenAnEnvironmentVariableHasKeysThenTheyReplaceThoseOfTheNameWithHyphens() {
		environment("RPC_SERVER_AUTHKEYS_ORDERSERVICE_0", "from, outside")
			.withPropertyValues("rpc.server.authkeys.order-service[0]=first",
					"rpc.server.authkeys.order-service[1]=second")
			.run((context) -> assertThat(credentials(context)).containsExactly(credential(null, 0, "peekaboo"),
					credential("order-service", 0, "from, outside")));
	}

	@Test
	void whenKeysAreOneTextThenItIsSplitAtCommas() {
		environment("RPC_SERVER_AUTHKEYS_BILLING", "new, old")
			.run((context) -> assertThat(credentials(context)).containsExactly(credential(null, 0, "peekaboo"),
					credential("billing", 0, "new"), credential("billing", 1, "old")));
	}

	@Test
	void whenTheDocumentationHasAnExampleThenItsKeysAreValidAndLongEnough() throws Exception {
		for (Snippet snippet : Snippet.in("yaml")
			.filter((example) -> example.place().startsWith("keys.md") && !example.text().contains("zeromq"))
			.toList()) {
			ByteArrayResource text = new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8));
			RpcServerProperties properties = new Binder(
					ConfigurationPropertySources.from(new YamlPropertySourceLoader().load(snippet.place(), text)))
				.bind("rpc.server", RpcServerProperties.class)
				.get();
			assertThat(new ServerKeys(properties.getAuthkey(), properties.getAuthkeys()).credentials()).isNotEmpty()
				.noneMatch((credential) -> credential.key().isShort());
		}
	}

	private ApplicationContextRunner environment(String name, String value) {
		return this.runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", Map.of(name, value))));
	}

	private static List<Credential> credentials(ApplicationContext context) {
		RpcServerProperties properties = context.getBean(RpcServerProperties.class);
		return new ServerKeys(properties.getAuthkey(), properties.getAuthkeys()).credentials();
	}

	private static Credential credential(String principal, int index, String key) {
		return new Credential(principal, index, AuthKey.parse(key));
	}

	@ParameterizedTest
	@CsvSource({ "rpc.server.authkeys.billing[2], rpc.server.authkeys.billing[0], new",
			"rpc.server.authkeys.reports[0], rpc.server.authkeys.billing[1], base64:b2xk",
			"rpc.server.authkeys.reports[0], rpc.server.authkey, peekaboo" })
	void whenAKeyIsThereTwiceThenTheStartIsStopped(String second, String first, String key) {
		analyze(this.runner.withPropertyValues(BILLING).withPropertyValues(second + "=" + key),
				first + " and " + second + " are the same key.",
				"Give each caller keys of its own, and each key once.");
	}

	@Test
	void whenACallerHasNoKeyThenTheStartIsStopped() {
		analyze(this.runner.withPropertyValues("rpc.server.authkeys.billing="), "rpc.server.authkeys.billing is empty.",
				"Give the caller at least one key, or remove its name.");
	}

	@ParameterizedTest
	@CsvSource({ "'', The authkey is empty", "base64:, The authkey is empty",
			"base64:?, The authkey begins with 'base64:' but is not valid Base64" })
	void whenAKeyIsInvalidThenTheReportNamesItsProperty(String key, String problem) {
		analyze(this.runner.withPropertyValues(BILLING).withPropertyValues("rpc.server.authkeys.billing[2]=" + key),
				"The value of rpc.server.authkeys.billing[2] is invalid: " + problem + ".",
				"Set rpc.server.authkeys.billing[2] to a text, or to 'base64:' and the key's bytes in Base64.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Billing", "my_app", "billing.eu", "0" })
	void whenANameIsInvalidThenTheStartIsStopped(String name) {
		analyze(this.runner.withPropertyValues("rpc.server.authkeys." + name + "[0]=key"),
				"rpc.server.authkeys." + name + " does not name a caller.",
				"Write a name of small letters, digits and hyphens, such as rpc.server.authkeys.billing, "
						+ "and the caller's keys as a list below it.");
	}

	@Test
	void whenKeysHaveNoNameThenTheStartIsStopped() {
		analyze(this.runner.withPropertyValues("rpc.server.authkeys[0]=key"),
				"rpc.server.authkeys.0 does not name a caller.",
				"Write a name of small letters, digits and hyphens, such as rpc.server.authkeys.billing, "
						+ "and the caller's keys as a list below it.");
	}

	private static void analyze(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> {
			FailureAnalysis analysis = new InvalidRpcConfigurationFailureAnalyzer()
				.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description);
			assertThat(analysis.getAction()).isEqualTo(action);
		});
	}

	@ParameterizedTest
	@CsvSource({ "rpc.server.authkeys, rpc.server.authkeys",
			"rpc.server.authkeys.billing[1], rpc.server.authkeys.billing",
			"rpc.server.authkeys.billing[0].name, rpc.server.authkeys.billing" })
	void whenKeysCannotBeReadThenTheReportDoesNotShowThem(String property, String shown, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(StartFailureTests.Application.class).web(WebApplicationType.NONE)
					.properties("spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
					.run("--" + property + "=s3cret")
					.close());
		assertThat(output).doesNotContain("s3cret");
		assertThat(output.toString().substring(output.toString().indexOf("***")).strip()).isEqualToNormalizingNewlines(
				"""
						***************************
						APPLICATION FAILED TO START
						***************************

						Description:

						The keys in %s cannot be read.

						Action:

						Write the name of each caller, and its keys as a list below it, numbered from 0 without a gap where they are numbered:

						\trpc:
						\t  server:
						\t    authkeys:
						\t      billing:
						\t        - "..."\
						"""
					.formatted(shown));
	}

}
