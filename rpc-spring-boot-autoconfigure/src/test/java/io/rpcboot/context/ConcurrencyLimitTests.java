package io.rpcboot.context;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.server.Rejection;
import io.rpcboot.server.ServerMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.ConcurrencyLimit.ThrottlePolicy;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions whose methods have a limit of Spring Framework's.
 */
@Timeout(60)
class ConcurrencyLimitTests {

	private static final String REJECTED = "OSError: [Errno 11] %s() was not executed: "
			+ "as many calls of it run as @ConcurrencyLimit allows";

	private static final String FAILED = "RuntimeError: org.springframework.resilience.InvocationRejectedException: "
			+ "Concurrency limit reached: 1 - not allowed to enter io.rpcboot.context.ConcurrencyLimitTests$%s";

	private final ApplicationContextRunner runner = ServerRunner.listening().withUserConfiguration(Limits.class);

	@Test
	void whenAsManyCallsRunAsTheLimitAllowsThenTheNextOneIsNotExecuted() {
		this.runner.run((context) -> {
			Latches latches = context.getBean(Latches.class);
			try (SocketClient busy = SocketClient.of(context); SocketClient client = SocketClient.of(context)) {
				busy.sendCall("[\"limited\", [], {}]");
				assertThat(latches.running.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(client.call("[\"limited\", [], {}]")).isEqualTo(REJECTED.formatted("limited"));
				// each of them was entered, and then called what is rejected
				assertThat(client.call("[\"ofAnotherBean\", [], {}]")).isEqualTo(FAILED.formatted("Limited.limited"));
				assertThat(client.call("[\"ofTheSameBean\", [], {}]")).isEqualTo(FAILED.formatted("Limited.limited"));
				latches.goOn.countDown();
				assertThat(busy.receiveReply()).isEqualTo("\"done\"");
				assertThat(client.call("[\"limited\", [], {}]")).isEqualTo("\"done\"");
				assertThat(client.call("[\"ofTheSameBean\", [], {}]")).isEqualTo("\"done\"");
			}
		});
	}

	@Test
	void whenACallIsNotExecutedThenItIsCountedWithTheOtherRejections() {
		List<Rejection> rejections = new CopyOnWriteArrayList<>();
		this.runner.withBean(ServerMonitor.class, () -> new ServerMonitor() {

			@Override
			public void rejected(Rejection rejection) {
				rejections.add(rejection);
			}

		}).run((context) -> {
			Latches latches = context.getBean(Latches.class);
			try (SocketClient busy = SocketClient.of(context); SocketClient client = SocketClient.of(context)) {
				busy.sendCall("[\"limited\", [], {}]");
				assertThat(latches.running.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(client.call("[\"ofAnotherBean\", [], {}]")).isEqualTo(FAILED.formatted("Limited.limited"));
				assertThat(client.call("[\"limited\", [], {}]")).isEqualTo(REJECTED.formatted("limited"));
				assertThat(rejections).containsExactly(Rejection.OVERLOADED);
				latches.goOn.countDown();
				assertThat(busy.receiveReply()).isEqualTo("\"done\"");
			}
		});
	}

	@Test
	void whenTheBeanIsScopedOrBehindSeveralProxiesThenItIsToldApart() {
		this.runner.withUserConfiguration(Scoped.class).run((context) -> {
			Latches latches = context.getBean(Latches.class);
			try (SocketClient busy = SocketClient.of(context); SocketClient client = SocketClient.of(context)) {
				busy.sendCall("[\"scoped\", [], {}]");
				assertThat(latches.running.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(client.call("[\"scoped\", [], {}]")).isEqualTo(REJECTED.formatted("scoped"));
				assertThat(client.call("[\"again\", [], {}]")).isEqualTo(FAILED.formatted("OfAScope.scoped"));
				latches.goOn.countDown();
				assertThat(busy.receiveReply()).isEqualTo("\"done\"");
			}
		});
	}

	static class Latches {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		String await() throws InterruptedException {
			this.running.countDown();
			return this.goOn.await(30, TimeUnit.SECONDS) ? "done" : "given up";
		}

	}

	public static class Limited {

		private final Latches latches;

		private final Limited self;

		Limited(Latches latches, @Lazy Limited self) {
			this.latches = latches;
			this.self = self;
		}

		@RpcFunction
		@ConcurrencyLimit(limit = 1, policy = ThrottlePolicy.REJECT)
		public String limited() throws InterruptedException {
			return this.latches.await();
		}

		@RpcFunction
		public String ofTheSameBean() throws InterruptedException {
			return this.self.limited();
		}

	}

	public static class Other {

		private final Limited limited;

		Other(Limited limited) {
			this.limited = limited;
		}

		@RpcFunction
		public String ofAnotherBean() throws InterruptedException {
			return this.limited.limited();
		}

	}

	public static class OfAScope {

		private final Latches latches;

		private final OfAScope self;

		OfAScope(Latches latches, @Lazy OfAScope self) {
			this.latches = latches;
			this.self = self;
		}

		@RpcFunction
		@ConcurrencyLimit(limit = 1, policy = ThrottlePolicy.REJECT)
		public String scoped() throws InterruptedException {
			return this.latches.await();
		}

		@RpcFunction
		public String again() throws InterruptedException {
			return this.self.scoped();
		}

		// has another post-processor make a proxy, too
		@Async
		public void later() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(proxyTargetClass = true)
	@EnableAsync(proxyTargetClass = true)
	static class Limits {

		@Bean
		Latches latches() {
			return new Latches();
		}

		@Bean
		Limited limited(Latches latches, @Lazy Limited self) {
			return new Limited(latches, self);
		}

		@Bean
		Other other(Limited limited) {
			return new Other(limited);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "singleton", proxyMode = ScopedProxyMode.TARGET_CLASS)
		OfAScope ofAScope(Latches latches, @Lazy OfAScope self) {
			return new OfAScope(latches, self);
		}

	}

}
