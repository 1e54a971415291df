package io.rpcboot.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.rpcboot.Executed;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.context.RetryInterceptor;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.message.MessageFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two applications that serve the same, under load from Java and Python, while one of
 * them is restarted.
 */
@Timeout(60)
class RollingRestartTests {

	private static final int THREADS = 3;

	private static final int CALLS = 100;

	private final AtomicBoolean ending = new AtomicBoolean();

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void noCallThatIsRefusedOrIdempotentFails() throws Exception {
		List<PythonProcess> programs = new ArrayList<>();
		ConfigurableApplicationContext first = run(0);
		try (ConfigurableApplicationContext second = run(0); LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			int port = port(first);
			List<Caller> callers = Stream.of(MessageFormat.ARRAY, MessageFormat.JSON_RPC)
				.map((format) -> new Caller(format, port, port(second)))
				.toList();
			List<Future<?>> loops = callers.stream()
				.flatMap((caller) -> Stream.generate(() -> caller).limit(THREADS))
				.<Future<?>>map(this.threads::submit)
				.toList();
			for (Interpreter python : oldestAndNewest()) {
				programs.add(PythonProcess.start(python, "rolling_client.py", List.of(port, port(second)), ""));
			}
			programs.forEach((program) -> program.await(Pattern.compile("running")));
			awaitCalls(callers, first);
			first.close();
			assertThat(log.lines()).last()
				.asString()
				.matches("INFO RPC server stopped gracefully \\(\\d+ calls? finished, 0 cut short, \\d+ refused\\)");
			awaitCalls(callers, second);
			first = run(port);
			awaitCalls(callers, first);
			this.ending.set(true);
			for (Future<?> loop : loops) {
				loop.get(20, TimeUnit.SECONDS);
			}
			second.getBean(Functions.class).ending.set(true);
			first.getBean(Functions.class).ending.set(true);
			for (PythonProcess program : programs) {
				assertThat(program.output()).last().asString().matches("\\d+ calls");
			}
			callers.forEach((caller) -> caller.client.close());
		}
		finally {
			this.ending.set(true);
			programs.forEach(PythonProcess::close);
			first.close();
		}
	}

	private static Set<Interpreter> oldestAndNewest() {
		List<Interpreter> pythons = Interpreters.all();
		return new LinkedHashSet<>(List.of(pythons.get(0), pythons.get(pythons.size() - 1)));
	}

	// each client makes a number of calls, and the application gets some
	private static void awaitCalls(List<Caller> callers, ConfigurableApplicationContext application) {
		AtomicInteger served = application.getBean(Functions.class).calls;
		int servedBefore = served.get();
		List<Integer> before = callers.stream().map((caller) -> caller.calls.get()).toList();
		await().atMost(Duration.ofSeconds(20))
			.until(() -> served.get() >= servedBefore + CALLS && IntStream.range(0, callers.size())
				.allMatch((index) -> callers.get(index).calls.get() >= before.get(index) + CALLS));
	}

	private static ConfigurableApplicationContext run(int port) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("rpc.server.address", "127.0.0.1:" + port, "rpc.server.authkey",
				"peekaboo", "spring.main.banner-mode", "off"));
		return application.run();
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.rpc.server.port", Integer.class);
	}

	/**
	 * A client, and what its threads do.
	 */
	private final class Caller implements Runnable {

		private final RpcClientFactory client;

		private final Remote remote;

		private final AtomicInteger calls = new AtomicInteger();

		private Caller(MessageFormat format, int... ports) {
			this.client = Clients.factory(new ClientSettings.Calls(format, Duration.ofSeconds(20), null, 1024),
					ClientSettings.Pool.DEFAULT, "peekaboo", List.of(new RetryInterceptor(5, Duration.ofMillis(20))),
					ports);
			this.remote = this.client.create(Remote.class);
		}

		@Override
		public void run() {
			for (int number = 0; !RollingRestartTests.this.ending.get(); number++) {
				assertThat(this.remote.next(number)).isEqualTo(number + 1);
				callOnce(number);
				this.calls.incrementAndGet();
			}
		}

		// it can be lost, though only where nobody knows whether it was executed
		private void callOnce(int number) {
			try {
				assertThat(this.remote.once(number)).isEqualTo(number);
			}
			catch (RpcException ex) {
				assertThat(ex.executed()).as(ex.getMessage()).isEqualTo(Executed.UNKNOWN);
			}
		}

	}

	interface Remote {

		@RpcFunction(idempotent = true)
		int next(int number);

		int once(int number);

	}

	static class Functions {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicBoolean ending = new AtomicBoolean();

		@RpcFunction
		int next(int number) {
			this.calls.incrementAndGet();
			return this.ending.get() ? -1 : number + 1;
		}

		@RpcFunction
		int once(int number) {
			return number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Functions.class)
	static class Application {

	}

}
