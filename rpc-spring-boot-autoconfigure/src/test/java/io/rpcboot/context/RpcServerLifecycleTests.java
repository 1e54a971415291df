package io.rpcboot.context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.server.BoundAddress;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When the server opens and closes.
 */
@Timeout(60)
class RpcServerLifecycleTests {

	private static final String WAIT = "[\"waitForIt\", [], {}]";

	private final ApplicationContextRunner runner = ServerRunner.listening();

	@Test
	void whenThereIsNeitherAFunctionNorAnAddressThenNoPortIsOpened() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			ServerRunner.unconfigured().run((context) -> {
				RpcServerLifecycle server = context.getBean(RpcServerLifecycle.class);
				assertThat(server.isRunning()).isFalse();
				assertThat(server.addresses()).isEmpty();
				assertThat(context.getEnvironment().containsProperty("local.rpc.server.port")).isFalse();
			});
			assertThat(log.lines()).containsExactly(
					"DEBUG No function is registered and rpc.server.address is not set: no RPC server is started");
		}
	}

	@Test
	void whenThereIsAnAddressButNoFunctionThenTheServerOpensWithAWarning() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.run((context) -> {
				int port = SocketClient.port(context);
				try (SocketClient client = SocketClient.of(context)) {
					assertThat(client.call("[\"any\", [], {}]"))
						.isEqualTo("AttributeError: there is no function 'any' here");
				}
				assertThat(log.lines()).containsExactly(
						"INFO RPC server listens on 127.0.0.1:%d (loopback only): ".formatted(port)
								+ "0 functions, authkey required, platform threads",
						"WARN The RPC server has no functions: no bean has a method annotated with @RpcFunction");
			});
		}
	}

	@Test
	void whenTheServerOpensThenOneLineAndOneEventAndOnePropertyTellWhere() {
		StartedListener listener = new StartedListener();
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.withBean("waiting", Waiting.class)
				.withPropertyValues("rpc.server.authentication=none")
				.withInitializer((context) -> context.addApplicationListener(listener))
				.run((context) -> {
					int port = SocketClient.port(context);
					BoundAddress address = new BoundAddress("127.0.0.1:" + port, port, true, "loopback only",
							"no authentication");
					assertThat(listener.addresses).containsExactly(address);
					assertThat(context.getBean(RpcServerLifecycle.class).addresses()).containsExactly(address);
					assertThat(log.lines())
						.containsExactly("INFO RPC server listens on 127.0.0.1:%d (loopback only): ".formatted(port)
								+ "2 functions, no authentication, platform threads");
				});
		}
	}

	@Test
	void whenVirtualThreadsAreEnabledThenCallsRunOnThemWhereTheJvmHasThem() {
		boolean expected = Runtime.version().feature() >= 21;
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
				.withBean("threads", Threads.class)
				.run((context) -> {
					try (SocketClient client = SocketClient.of(context)) {
						assertThat(client.call("[\"virtual\", [], {}]")).isEqualTo(String.valueOf(expected));
					}
					assertThat(log.lines()).containsExactly("INFO RPC server listens on 127.0.0.1:%d (loopback only): "
						.formatted(SocketClient.port(context)) + "1 function, authkey required, "
							+ (expected ? "virtual threads" : "platform threads"));
				});
		}
	}

	@Test
	void whenAWebServersPortIsKnownThenThatOfTheServerStandsBesideIt() {
		this.runner.withInitializer((context) -> LocalPort.set(context.getEnvironment(), "local.rpc.server.port", 1))
			.run((context) -> {
				assertThat(SocketClient.port(context)).isGreaterThan(1);
				assertThat(context.getSourceApplicationContext().getEnvironment().getPropertySources())
					.extracting(PropertySource::getName)
					.containsOnlyOnce("server.ports");
			});
	}

	@Test
	void whenTheContextIsStoppedAndStartedThenTheServerIsReachableAgain() {
		StartedListener listener = new StartedListener();
		this.runner.withBean("waiting", Waiting.class)
			.withInitializer((context) -> context.addApplicationListener(listener))
			.run((context) -> {
				int first = SocketClient.port(context);
				context.getSourceApplicationContext().stop();
				assertThat(context.getBean(RpcServerLifecycle.class).isRunning()).isFalse();
				assertThat(context.getBean(RpcServerLifecycle.class).addresses()).isEmpty();
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> SocketClient.open(first));
				context.getSourceApplicationContext().start();
				try (SocketClient client = SocketClient.of(context)) {
					assertThat(client.call("[\"usable\", [], {}]")).isEqualTo("true");
				}
				assertThat(listener.addresses).extracting(BoundAddress::port)
					.containsExactly(first, SocketClient.port(context));
			});
	}

	@Test
	void whenACallRunsAtAStopThenItEndsAndIsAnsweredWhileBeansAreUsable() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.withBean("waiting", Waiting.class).run((context) -> {
				Waiting waiting = context.getBean(Waiting.class);
				try (SocketClient client = SocketClient.of(context)) {
					client.sendCall(WAIT);
					await(waiting.running);
					CompletableFuture<Void> closing = close(context);
					awaitRefusal(SocketClient.port(context));
					waiting.goOn.countDown();
					assertThat(client.receiveReply()).isEqualTo("\"usable\"");
					assertThat(client.awaitEnd()).isZero();
					closing.get(30, TimeUnit.SECONDS);
				}
				assertThat(waiting.usable()).isFalse();
				assertThat(log.lines()).last()
					.isEqualTo("INFO RPC server stopped gracefully (1 call finished, 0 cut short, 0 refused)");
			});
		}
	}

	@Test
	void whenACallDoesNotEndInTimeThenItIsInterruptedAndTheLogSaysSo() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=200ms")
				.withBean("waiting", Waiting.class)
				.run((context) -> {
					Waiting waiting = context.getBean(Waiting.class);
					try (SocketClient client = SocketClient.of(context)) {
						client.sendCall(WAIT);
						await(waiting.running);
						close(context).get(30, TimeUnit.SECONDS);
					}
					await(waiting.interrupted);
					assertThat(log.lines()).last()
						.isEqualTo("WARN RPC server stopped by force "
								+ "(0 calls finished, 1 cut short, 0 refused): it took longer than 180 ms, "
								+ "nine tenths of spring.lifecycle.timeout-per-shutdown-phase");
				});
		}
	}

	@Test
	void whenTheContextClosesThenReadinessIsOffWhileTheServerStillAnswers() {
		List<String> answers = new ArrayList<>();
		this.runner.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class))
			.withBean("waiting", Waiting.class)
			.run((context) -> {
				try (SocketClient client = SocketClient.of(context)) {
					ConfigurableApplicationContext source = context.getSourceApplicationContext();
					// as an application's start does
					AvailabilityChangeEvent.publish(source, ReadinessState.ACCEPTING_TRAFFIC);
					source.addApplicationListener((event) -> {
						if (event instanceof AvailabilityChangeEvent<?> change) {
							answers.add(change.getState() + ": " + call(client));
						}
					});
					source.close();
				}
				assertThat(answers).containsExactly("REFUSING_TRAFFIC: true");
			});
	}

	private static String call(SocketClient client) {
		try {
			return client.call("[\"usable\", [], {}]");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void whenTheServerStopsThenItDoesBeforeWhatItsFunctionsUse() {
		List<String> order = new ArrayList<>();
		this.runner.withBean("waiting", Waiting.class)
			.withBean("earlier", Observer.class, () -> new Observer(order, RpcServerLifecycle.PHASE - 1))
			.withBean("later", Observer.class, () -> new Observer(order, RpcServerLifecycle.PHASE + 1))
			.run((context) -> {
				assertThat(order).containsExactly("earlier: closed", "later: open");
				order.clear();
				context.getSourceApplicationContext().stop();
				assertThat(order).containsExactly("later: open", "earlier: closed");
			});
	}

	@Test
	void whenALaterBeanFailsToStartThenThePortIsClosed() {
		StartedListener listener = new StartedListener();
		this.runner.withInitializer((context) -> context.addApplicationListener(listener))
			.withBean("failing", FailingLifecycle.class)
			.run((context) -> {
				assertThat(context.getStartupFailure()).rootCause().hasMessage("out of luck");
				assertThatExceptionOfType(ConnectException.class)
					.isThrownBy(() -> SocketClient.open(listener.addresses.get(0).port()));
			});
	}

	@Test
	void whenAListenerOfTheEventFailsThenThePortIsClosed() {
		StartedListener listener = new StartedListener();
		this.runner.withInitializer((context) -> {
			context.addApplicationListener(listener);
			context.addApplicationListener((ApplicationListener<RpcServerStartedEvent>) (event) -> {
				throw new IllegalStateException("not welcome");
			});
		}).run((context) -> {
			assertThat(context.getStartupFailure()).rootCause().hasMessage("not welcome");
			assertThatExceptionOfType(ConnectException.class)
				.isThrownBy(() -> SocketClient.open(listener.addresses.get(0).port()));
		});
	}

	private static CompletableFuture<Void> close(ApplicationContext context) {
		return CompletableFuture.runAsync(((ConfigurableApplicationContext) context)::close);
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static void awaitRefusal(int port) {
		Awaitility.await().until(() -> {
			try {
				SocketClient.open(port).close();
				return false;
			}
			catch (IOException ex) {
				return true;
			}
		});
	}

	public static class Waiting implements DisposableBean {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final CountDownLatch interrupted = new CountDownLatch(1);

		private volatile boolean destroyed;

		@RpcFunction
		public String waitForIt() throws InterruptedException {
			this.running.countDown();
			try {
				return (this.goOn.await(30, TimeUnit.SECONDS) && usable()) ? "usable" : "not usable";
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
				throw ex;
			}
		}

		@RpcFunction
		public boolean usable() {
			return !this.destroyed;
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

	public static class Threads {

		@RpcFunction
		public boolean virtual() {
			return Thread.currentThread().toString().startsWith("VirtualThread");
		}

	}

	static class StartedListener implements ApplicationListener<RpcServerStartedEvent> {

		private final List<BoundAddress> addresses = new ArrayList<>();

		@Override
		public void onApplicationEvent(RpcServerStartedEvent event) {
			this.addresses.add(event.address());
		}

	}

	static class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("out of luck");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	static class Observer implements SmartLifecycle, ApplicationContextAware, BeanNameAware {

		private final List<String> order;

		private final int phase;

		private String name = "";

		private @Nullable ApplicationContext context;

		private boolean running;

		Observer(List<String> order, int phase) {
			this.order = order;
			this.phase = phase;
		}

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = context;
		}

		@Override
		public void start() {
			this.running = true;
			observe();
		}

		@Override
		public void stop() {
			this.running = false;
			observe();
		}

		// looked up: a dependency would be started first in any case
		private void observe() {
			boolean open = this.context.getBean(RpcServerLifecycle.class).isRunning();
			this.order.add(this.name + ": " + (open ? "open" : "closed"));
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
