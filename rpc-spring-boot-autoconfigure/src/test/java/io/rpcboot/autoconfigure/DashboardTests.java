package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.interop.TestServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the dashboard asks for is there in what an application tells Prometheus.
 */
@Timeout(120)
class DashboardTests {

	private static final Path DASHBOARD = Path.of("../docs/grafana-dashboard.json");

	private static final Pattern SAMPLE = Pattern.compile("(?m)^(rpc_\\w+)(?:\\{(.*)})? \\S+$");

	private static final Pattern NAME = Pattern.compile("\\brpc_\\w+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"");

	private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

	// Prometheus adds them
	private static final Set<String> ADDED = Set.of("job", "instance");

	@AutoClose
	private final TestServer peer = TestServer.start();

	@AutoClose
	private final ConfigurableApplicationContext application = start(
			"--rpc.client.shop.address=127.0.0.1:" + this.peer.port(), "--rpc.client.lost.address=127.0.0.1:1");

	private static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setDefaultProperties(Map.of("server.port", "0", "spring.main.banner-mode", "off",
				"management.endpoints.web.exposure.include", "prometheus", "rpc.server.address", "127.0.0.1:0",
				"rpc.server.authkey", SocketClient.KEY, "rpc.client.default.authkey", TestServer.AUTHKEY,
				"rpc.client.lost.timeout", "200ms"));
		return application.run(arguments);
	}

	@Test
	void whenTheDashboardNamesAMetricThenItIsScrapedWithItsLabels() throws Exception {
		work();
		Map<String, Set<String>> scraped = labels(scrape());
		List<String> expressions = expressions();
		assertThat(expressions).hasSizeGreaterThan(15);
		assertThat(expressions).allSatisfy((expression) -> {
			List<String> names = NAME.matcher(expression).results().map(MatchResult::group).toList();
			assertThat(names).isNotEmpty().allSatisfy((name) -> assertThat(scraped).containsKey(name));
			assertThat(names).allSatisfy((name) -> assertThat(scraped.get(name)).containsAll(used(expression)));
		});
	}

	private void work() throws IOException {
		try (SocketClient client = SocketClient.of(this.application)) {
			assertThat(client.call("[\"price\", [1], {}]")).isEqualTo("1");
			assertThat(client.call("[\"price\", [], {}]")).startsWith("TypeError: ");
		}
		assertThatException().isThrownBy(() -> SocketClient.connect(SocketClient.port(this.application), "another"));
		RpcClientFactory shop = this.application.getBean(RpcClientFactories.class).get("shop");
		assertThat(shop.operations().call("add", Integer.class, 2, 3)).isEqualTo(5);
		assertThatExceptionOfType(RpcException.class)
			.isThrownBy(() -> this.application.getBean(RpcClientFactories.class)
				.get("lost")
				.operations()
				.call("add", Integer.class, 2, 3));
	}

	private String scrape() throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%s/actuator/prometheus"
				.formatted(this.application.getEnvironment().getProperty("local.server.port"))))
			.timeout(Duration.ofSeconds(30))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	private static Map<String, Set<String>> labels(String scrape) {
		Map<String, Set<String>> labels = new HashMap<>();
		SAMPLE.matcher(scrape)
			.results()
			.forEach((sample) -> labels.computeIfAbsent(sample.group(1), (name) -> new HashSet<>(ADDED))
				.addAll((sample.group(2) != null) ? matches(LABEL, sample.group(2)).toList() : List.of()));
		return labels;
	}

	private static Set<String> used(String expression) {
		Set<String> labels = new HashSet<>(matches(LABEL, expression).toList());
		matches(GROUPING, expression).forEach((names) -> labels.addAll(List.of(names.split(", "))));
		return labels;
	}

	private static Stream<String> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group(1));
	}

	private static List<String> expressions() {
		JsonNode dashboard = JsonMapper.shared().readTree(DASHBOARD);
		return dashboard.findValues("expr").stream().map(JsonNode::asString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Shop.class)
	static class Application {

	}

	public static class Shop {

		@RpcFunction
		public int price(int id) {
			return id;
		}

	}

}
