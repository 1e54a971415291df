package io.rpcboot.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls as JSON-RPC for which nobody waits any longer: the server interrupts them.
 */
@Timeout(60)
class CancelledCallsTests {

	private static void run(Consumer<Context> test) {
		ServerRunner.listening()
			.withUserConfiguration(Server.class)
			.run((server) -> ClientRunner.unconfigured()
				.withUserConfiguration(Client.class)
				.withPropertyValues("rpc.client.worker.address=127.0.0.1:" + SocketClient.port(server),
						"rpc.client.worker.authkey=" + SocketClient.KEY, "rpc.client.worker.format=json-rpc")
				.run((client) -> test
					.accept(new Context(server.getBean(Worker.class), client.getBean(WorkerClient.class)))));
	}

	@Test
	void whenACallTimesOutThenItsFunctionIsInterrupted() {
		run((context) -> {
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(context.client()::holdFor300Ms);
			context.worker().awaitInterrupt();
			assertThat(context.client().add(2, 3)).isEqualTo(5);
		});
	}

	@Test
	void whenAFutureIsCancelledThenItsFunctionIsInterrupted() {
		run((context) -> {
			CompletableFuture<String> call = context.client().holdLater();
			context.worker().awaitStart();
			call.cancel(true);
			context.worker().awaitInterrupt();
			assertThat(context.client().add(2, 3)).isEqualTo(5);
		});
	}

	@Test
	void whenASubscriptionIsDisposedOfThenItsFunctionIsInterrupted() {
		run((context) -> {
			Disposable call = context.client().holdMono().subscribe();
			context.worker().awaitStart();
			call.dispose();
			context.worker().awaitInterrupt();
			assertThat(context.client().add(2, 3)).isEqualTo(5);
		});
	}

	@Test
	void whenACallerIsInterruptedThenItsFunctionIsInterrupted() {
		run((context) -> {
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Thread caller = new Thread(() -> failure.complete(thrownBy(context.client()::hold)));
			caller.start();
			context.worker().awaitStart();
			caller.interrupt();
			context.worker().awaitInterrupt();
			assertThat(failure.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(RpcInterruptedException.class);
			assertThat(context.client().add(2, 3)).isEqualTo(5);
		});
	}

	private static Throwable thrownBy(Runnable call) {
		try {
			call.run();
			return new AssertionError("nothing");
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	@Test
	void aOneWayCallArrives() {
		run((context) -> {
			context.client().notice();
			context.worker().awaitStart();
		});
	}

	record Context(Worker worker, WorkerClient client) {

	}

	static class Worker {

		private final Semaphore started = new Semaphore(0);

		private final Semaphore interrupted = new Semaphore(0);

		@RpcFunction
		String hold() throws InterruptedException {
			this.started.release();
			try {
				return String.valueOf(new CountDownLatch(1).await(30, TimeUnit.SECONDS));
			}
			catch (InterruptedException ex) {
				this.interrupted.release();
				throw ex;
			}
		}

		@RpcFunction
		int add(int x, int y) {
			return x + y;
		}

		@RpcFunction
		void notice() {
			this.started.release();
		}

		private void awaitStart() {
			await(this.started);
		}

		private void awaitInterrupt() {
			await(this.interrupted);
		}

		private static void await(Semaphore event) {
			try {
				assertThat(event.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	interface WorkerClient {

		String hold();

		@RpcFunction(value = "hold", timeout = "300ms")
		String holdFor300Ms();

		@RpcFunction("hold")
		CompletableFuture<String> holdLater();

		@RpcFunction("hold")
		Mono<String> holdMono();

		int add(int x, int y);

		@RpcFunction(oneWay = true)
		void notice();

	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		Worker worker() {
			return new Worker();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = WorkerClient.class, client = "worker")
	static class Client {

	}

}
