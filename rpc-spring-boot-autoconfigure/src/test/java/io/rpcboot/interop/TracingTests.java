package io.rpcboot.interop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.rpcboot.RpcClient;
import io.rpcboot.RpcFunction;
import io.rpcboot.context.ImportRpcClients;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One trace through several applications.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class TracingTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String LATER_TRACE = "a3ce929d0e0e47364bf92f3577b34da6";

	private static final String ARRAY_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PICKLE_TRACE = "5c11b2c0a0d94a6e9f3d7a1b8e2f4c60";

	private final Spans spans = new Spans();

	@AutoClose
	private final ConfigurableApplicationContext stock = run(StockApplication.class);

	private final String port = this.stock.getEnvironment().getRequiredProperty("local.rpc.server.port");

	@AutoClose
	private final PythonServer python = PythonServer.start(Interpreters.python3().get(0), "traced_server.py",
			this.port);

	@AutoClose
	private final PythonServer pickling = PythonServer.start(Interpreters.python3().get(0), "traced_server.py",
			this.port, "pickle");

	@AutoClose
	private final ConfigurableApplicationContext shop = run(ShopApplication.class,
			"--rpc.client.stock.address=127.0.0.1:" + this.port, "--rpc.client.python.address=" + this.python.address(),
			"--rpc.client.pickling.address=" + this.pickling.address());

	private ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		SpringApplication started = new SpringApplication(application);
		started.addInitializers((context) -> context.getBeanFactory().registerSingleton("spans", this.spans));
		Map<String, Object> defaults = new HashMap<>(
				Map.of("spring.main.banner-mode", "off", "server.port", "0", "rpc.server.address", "127.0.0.1:0",
						"management.tracing.sampling.probability", "1.0", "rpc.server.authkey", "peekaboo",
						"rpc.client.default.authkey", "peekaboo", "rpc.client.stock.format", "json-rpc"));
		defaults.put("rpc.client.python.trace-keyword", "traceparent");
		defaults.put("rpc.client.pickling.trace-keyword", "traceparent");
		defaults.put("rpc.client.pickling.format", "pickle");
		defaults.put("rpc.server.formats", "array,json-rpc,pickle");
		defaults.put("rpc.server.trace-keyword", "traceparent");
		defaults.put("spring.application.name", application.getSimpleName());
		started.setDefaultProperties(defaults);
		return started.run(arguments);
	}

	@Test
	void whenARequestLeadsToACallThenBothApplicationsSeeOneTrace() throws Exception {
		assertThat(get("/json-rpc", "00-" + TRACE + "-b7ad6b7169203331-01")).isEqualTo("3");
		List<SpanData> trace = this.spans.await(TRACE, 4);
		assertThat(trace).extracting(SpanData::getName)
			.containsExactly("http get /json-rpc", "rpc count", "rpc count", "count cups");
		assertThat(trace).extracting((span) -> span.getKind().name())
			.containsExactly("SERVER", "CLIENT", "SERVER", "INTERNAL");
		for (int i = 1; i < trace.size(); i++) {
			assertThat(trace.get(i).getParentSpanId()).isEqualTo(trace.get(i - 1).getSpanId());
		}
	}

	@Test
	void whenACallIsMadeByAnotherThreadThenItBelongsToTheTrace() throws Exception {
		assertThat(get("/later", "00-" + LATER_TRACE + "-b7ad6b7169203331-01")).isEqualTo("3");
		List<SpanData> trace = this.spans.await(LATER_TRACE, 4);
		assertThat(trace).extracting(SpanData::getName)
			.containsExactly("http get /later", "rpc count", "rpc count", "count cups");
		assertThat(trace.get(1).getParentSpanId()).isEqualTo(trace.get(0).getSpanId());
	}

	@ParameterizedTest
	@CsvSource({ "/python, array, " + ARRAY_TRACE, "/pickling, pickle, " + PICKLE_TRACE })
	void whenAPythonProgramStandsBetweenThenItIsPartOfTheTrace(String path, String format, String id) throws Exception {
		assertThat(get(path, "00-" + id + "-b7ad6b7169203331-01")).isEqualTo("3");
		List<SpanData> trace = this.spans.await(id, 4);
		assertThat(trace).extracting(SpanData::getName)
			.containsExactly("http get " + path, "rpc count", "rpc count", "count cups");
		assertThat(trace).extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("format")))
			.containsExactly(null, format, format, null);
		// it makes no spans of its own
		assertThat(trace.get(2).getParentSpanId()).isEqualTo(trace.get(1).getSpanId());
	}

	private String get(String path, String traceparent) throws Exception {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:%s%s"
				.formatted(this.shop.getEnvironment().getProperty("local.server.port"), path)))
			.header("traceparent", traceparent)
			.timeout(Duration.ofSeconds(30))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	/**
	 * The spans of all applications, in the order in which they began. It is no exporter
	 * itself: Spring Boot would export to it a second time, seconds later.
	 */
	static final class Spans {

		private final List<SpanData> ended = new CopyOnWriteArrayList<>();

		SpanExporter exporter() {
			return new SpanExporter() {

				@Override
				public CompletableResultCode export(Collection<SpanData> spans) {
					Spans.this.ended.addAll(spans);
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode flush() {
					return CompletableResultCode.ofSuccess();
				}

				@Override
				public CompletableResultCode shutdown() {
					return CompletableResultCode.ofSuccess();
				}

			};
		}

		List<SpanData> await(String trace, int count) {
			Awaitility.await().until(() -> of(trace).size() >= count);
			return of(trace);
		}

		private List<SpanData> of(String trace) {
			return this.ended.stream()
				.filter((span) -> span.getTraceId().equals(trace))
				.sorted(Comparator.comparing(SpanData::getStartEpochNanos))
				.toList();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Exporting {

		@Bean
		SimpleSpanProcessor spanProcessor(Spans spans) {
			return SimpleSpanProcessor.builder(spans.exporter()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Exporting.class, Stock.class })
	static class StockApplication {

	}

	public static class Stock {

		private final ObservationRegistry observations;

		Stock(ObservationRegistry observations) {
			this.observations = observations;
		}

		@RpcFunction
		public int count(String sku) {
			return Observation.createNotStarted("count", this.observations)
				.contextualName("count " + sku)
				.observe(() -> 3);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportRpcClients(types = { StockClient.class, PythonClient.class, PicklingClient.class })
	@Import({ Exporting.class, Shop.class })
	static class ShopApplication {

	}

	@RpcClient("stock")
	interface StockClient {

		int count(String sku);

		@RpcFunction("count")
		CompletableFuture<Integer> countLater(String sku);

	}

	@RpcClient("python")
	interface PythonClient {

		int count(String sku);

	}

	@RpcClient("pickling")
	interface PicklingClient {

		int count(String sku);

	}

	@RestController
	static class Shop {

		private final StockClient stock;

		private final PythonClient python;

		private final PicklingClient pickling;

		Shop(StockClient stock, PythonClient python, PicklingClient pickling) {
			this.stock = stock;
			this.python = python;
			this.pickling = pickling;
		}

		@GetMapping("/json-rpc")
		int count() {
			return this.stock.count("cups");
		}

		@GetMapping("/later")
		int countLater() {
			return this.stock.countLater("cups").orTimeout(20, TimeUnit.SECONDS).join();
		}

		@GetMapping("/python")
		int countByPython() {
			return this.python.count("cups");
		}

		@GetMapping("/pickling")
		int countByPickles() {
			return this.pickling.count("cups");
		}

	}

}
