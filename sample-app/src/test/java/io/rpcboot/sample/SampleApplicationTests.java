package io.rpcboot.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the sample with its scripts: calls both ways.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "rpc.server.address=127.0.0.1:0")
@ContextConfiguration(initializers = SampleApplicationTests.FreePort.class)
class SampleApplicationTests {

	@Value("${local.rpc.server.port}")
	private int port;

	@LocalServerPort
	private int httpPort;

	@TempDir
	private Path temporary;

	@Test
	void theScriptHasItsOrdersQuotedAndTheCallsAreCounted() throws Exception {
		double before = quoted();
		assertThat(run("python3", "python/quote_orders.py", "--port", String.valueOf(this.port))).containsExactly(
				"2 + 3 = 5", "a dozen cups: 91.57 USD", "order 1097 refused: LookupError: no product 'tea-white'",
				"order 1204 refused: ValueError: quantity must be positive, not 0",
				"318 orders quoted, 2 refused, 89194.69 EUR in all");
		assertThat(quoted() - before).isEqualTo(318);
		assertThat(get("/actuator/rpc")).contains("\"addresses\":[\"127.0.0.1:%d\"]".formatted(this.port),
				"\"signature\":\"price(sku: String, quantity: int = 1, *, currency: Currency = EUR) -> Quote\"");
	}

	@Test
	void theApplicationCallsPythonWhichCallsTheApplication() {
		assertThat(get("/revenue")).isEqualTo("89194.69");
		assertThat(get("/forecast/pot-iron")).startsWith("{\"sku\":\"pot-iron\",\"demand\":{\"2026-01\":")
			.contains("\"next\":[");
		assertThat(get("/actuator/metrics/rpc.client.requests?tag=client:forecasts&tag=function:revenue"))
			.contains("\"statistic\":\"COUNT\"");
		assertThat(get("/actuator/rpc"))
			.contains("\"clients\":{\"forecasts\":{\"addresses\":[{\"address\":\"127.0.0.1:");
	}

	private double quoted() {
		return JsonMapper.shared()
			.readTree(get("/actuator/metrics/rpc.server.requests?tag=function:orders.quote&tag=outcome:SUCCESS"))
			.at("/measurements/0/value")
			.asDouble();
	}

	private String get(String path) {
		return String.valueOf(
				RestClient.create("http://127.0.0.1:" + this.httpPort).get().uri(path).retrieve().body(String.class));
	}

	private List<String> run(String... command) throws IOException, InterruptedException {
		Path output = this.temporary.resolve("output.txt");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		boolean ended = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(ended).as("ended within a minute").isTrue();
		return Files.readAllLines(output, StandardCharsets.UTF_8);
	}

	/**
	 * The worker has to be told its port.
	 */
	static class FreePort implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues.of("sample.python.address=127.0.0.1:" + TestSocketUtils.findAvailableTcpPort())
				.applyTo(context);
		}

	}

}
