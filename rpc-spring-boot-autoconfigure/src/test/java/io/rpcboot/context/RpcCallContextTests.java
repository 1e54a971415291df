package io.rpcboot.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RpcCallContext;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What functions learn of their callers.
 */
class RpcCallContextTests {

	private static final String WHO = "[\"who\", [], {}]";

	private final ApplicationContextRunner runner = ServerRunner.listening()
		.withPropertyValues("rpc.server.authkeys.billing[0]=new", "rpc.server.authkeys.billing[1]=old",
				"rpc.server.authkeys.reports[0]=secret")
		.withBean("functions", Callers.class);

	@Test
	void whenCallersHaveKeysOfTheirOwnThenFunctionsKnowThemByName() {
		this.runner.run((context) -> {
			int port = SocketClient.port(context);
			for (String[] caller : new String[][] { { "new", "billing" }, { "old", "billing" }, { "secret", "reports" },
					{ SocketClient.KEY, "null" } }) {
				try (SocketClient client = SocketClient.connect(port, caller[0]);
						SocketClient older = SocketClient.connectWithMd5(port, caller[0])) {
					assertThat(client.call(WHO))
						.isEqualTo("\"%s at 127.0.0.1:%d: who, array\"".formatted(caller[1], client.localPort()));
					assertThat(older.call(WHO))
						.isEqualTo("\"%s at 127.0.0.1:%d: who, array\"".formatted(caller[1], older.localPort()));
				}
			}
		});
	}

	@Test
	void whenCallsOfAConnectionRunAtATimeThenEachHasItsOwnContext() {
		this.runner.run((context) -> {
			try (SocketClient client = SocketClient.connect(SocketClient.port(context), "old")) {
				client.sendCall("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"meetFirst\"}");
				client.sendCall("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"meetSecond\"}");
				String reply = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"billing at 127.0.0.1:%d: %s, json-rpc\"}";
				assertThat(new String[] { client.receiveReply(), client.receiveReply() }).containsExactlyInAnyOrder(
						reply.formatted(client.localPort(), "meetFirst"),
						reply.formatted(client.localPort(), "meetSecond"));
			}
		});
	}

	@Test
	void whenAFunctionIsCalledByAnotherThenTheContextOfTheOuterCallIsRestored() {
		this.runner.run((context) -> {
			assertThat(Functions.call(context, "[\"outer\", [], {}]"))
				.isEqualTo("\"null at 127.0.0.1:1: inner, array, then outer\"");
			assertThat(RpcCallContext.isActive()).isFalse();
		});
	}

	@Test
	void whenAFunctionFailsThenNothingOfItsContextIsLeft() {
		this.runner.run((context) -> {
			assertThat(Functions.call(context, "[\"fail\", [], {}]")).isEqualTo("ValueError: fail");
			assertThat(RpcCallContext.isActive()).isFalse();
		});
	}

	@Test
	void whenAResultComesLaterThenItsThreadHasNoContext() {
		this.runner.run((context) -> {
			try (SocketClient client = SocketClient.connect(SocketClient.port(context), "secret")) {
				assertThat(client.call("[\"later\", [], {}]")).isEqualTo("\"reports, false\"");
			}
		});
	}

	@Test
	void whenNoCallIsExecutedThenTheErrorSaysWhatToDo() {
		assertThatIllegalStateException().isThrownBy(RpcCallContext::current)
			.withMessage("This thread executes no RPC call: take what you need of the context before you go on in "
					+ "another thread, and ask isActive() where calls come from elsewhere too");
	}

	/**
	 * Tells who called.
	 */
	@RpcFunction
	public static class Callers {

		private final CyclicBarrier meeting = new CyclicBarrier(2);

		private final ApplicationContext context;

		Callers(ApplicationContext context) {
			this.context = context;
		}

		public String who() {
			RpcCallContext caller = RpcCallContext.current();
			return "%s at %s: %s, %s".formatted(caller.principal(), caller.peer(), caller.function(), caller.format());
		}

		public String meetFirst() throws Exception {
			this.meeting.await(20, TimeUnit.SECONDS);
			return who();
		}

		public String meetSecond() throws Exception {
			return meetFirst();
		}

		public String outer() {
			String inner = Functions.call(this.context, "[\"inner\", [], {}]").replace("\"", "");
			return inner + ", then " + RpcCallContext.current().function();
		}

		public String inner() {
			return who();
		}

		public void fail() {
			throw new IllegalArgumentException(RpcCallContext.current().function());
		}

		public CompletableFuture<String> later() {
			String principal = RpcCallContext.current().principal();
			return CompletableFuture.supplyAsync(() -> principal + ", " + RpcCallContext.isActive(),
					new SimpleAsyncTaskExecutor());
		}

	}

}
