package io.rpcboot.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.rpcboot.RpcFunction;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.context.RpcClientFactories;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Measures what observing costs: one caller and a function that adds two numbers, in two
 * applications of one JVM over the loopback interface. No test: it prints a table, of
 * microseconds for a call, in the fastest round and in the median one. Each round
 * measures all of them, one after another, as the machine is not the same at all times.
 */
public final class ObservationProbe {

	private static final int ROUNDS = 9;

	private static final long ROUND_NANOS = Duration.ofMillis(400).toNanos();

	private static final List<String> FORMATS = List.of("array", "json-rpc");

	private ObservationProbe() {
	}

	/**
	 * Measures, for about 30 seconds.
	 * @param args none
	 */
	public static void main(String[] args) {
		List<Subject> subjects = new ArrayList<>();
		for (Level level : Level.values()) {
			ConfigurableApplicationContext server = start(level);
			ConfigurableApplicationContext client = start(level, "--rpc.client.default.address=127.0.0.1:"
					+ server.getEnvironment().getProperty("local.rpc.server.port"));
			for (String format : FORMATS) {
				subjects.add(new Subject(level, format,
						client.getBean(RpcClientFactories.class).get(format).operations(), new double[ROUNDS]));
			}
		}
		for (int round = -2; round < ROUNDS; round++) {
			for (Subject subject : subjects) {
				double micros = measure(subject.operations());
				if (round >= 0) {
					subject.micros()[round] = micros;
				}
			}
		}
		System.out.println("| format | observed | fastest | median |\n|---|---|---|---|");
		FORMATS.forEach((format) -> subjects.stream()
			.filter((subject) -> subject.format().equals(format))
			.forEach(Subject::print));
		System.exit(0);
	}

	private static ConfigurableApplicationContext start(Level level, String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn",
				"rpc.server.address", "127.0.0.1:0", "rpc.server.authkey", "peekaboo", "rpc.client.default.authkey",
				"peekaboo", "rpc.client.json-rpc.format", "json-rpc", "management.tracing.sampling.probability", "1.0",
				"spring.autoconfigure.exclude", level.excluded));
		return application.run(arguments);
	}

	private static double measure(RpcOperations operations) {
		long begin = System.nanoTime();
		long calls = 0;
		long now = begin;
		while (now - begin < ROUND_NANOS) {
			for (int i = 0; i < 20; i++) {
				operations.call("add", Integer.class, 2, 3);
			}
			calls += 20;
			now = System.nanoTime();
		}
		return (now - begin) / 1e3 / calls;
	}

	private enum Level {

		NOTHING(Level.METRICS + "," + Level.OBSERVATION),

		METERS(Level.OBSERVATION),

		OBSERVATIONS(Level.TRACING),

		TRACES("");

		private static final String METRICS = "io.rpcboot.autoconfigure.RpcMetricsAutoConfiguration";

		private static final String OBSERVATION = "io.rpcboot.autoconfigure.RpcObservationAutoConfiguration";

		private static final String TRACING = "org.springframework.boot.micrometer.tracing.autoconfigure."
				+ "MicrometerTracingAutoConfiguration";

		private final String excluded;

		Level(String excluded) {
			this.excluded = excluded;
		}

	}

	private record Subject(Level level, String format, RpcOperations operations, double[] micros) {

		void print() {
			Arrays.sort(this.micros);
			System.out.printf(Locale.ROOT, "| %s | %s | %.1f | %.1f |%n", this.format,
					this.level.name().toLowerCase(Locale.ROOT), this.micros[0], this.micros[ROUNDS / 2]);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Calculator.class)
	static class Application {

	}

	public static class Calculator {

		@RpcFunction
		public int add(int x, int y) {
			return x + y;
		}

	}

}
