package io.rpcboot.interop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.MessageFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What callers of either language get for a call that was not executed.
 */
@Timeout(60)
class RefusedCallInteropTests {

	private static final String REFUSAL = "add() was not executed: "
			+ "as many calls run as rpc.server.max-concurrent-calls allows (1)";

	@AutoClose
	private final TestServer server = TestServer.startWithCallLimit(1);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	@WithEveryPython
	void inPythonItIsASystemErrorWithANumber(Interpreter python) throws Exception {
		whileACallRuns(() -> Transcript.replay(python, "client.py", this.server, """
				>>> error = raised(exchange, Client(address, authkey=authkey), json.dumps(['add', [2, 3], {}]))
				>>> [type(error).__name__, error.errno, error.args[1]]
				["%s", 11, "%s"]
				>>> connect(address, authkey).add(2, 3)
				%s: [Errno 11] %s
				""".formatted(type(python), REFUSAL, type(python), REFUSAL)));
	}

	private static String type(Interpreter python) {
		return python.isAtLeast(3, 0) ? "BlockingIOError" : "OSError";
	}

	@ParameterizedTest
	@EnumSource
	void inJavaItIsAnOverload(MessageFormat format) throws Exception {
		try (RpcClientFactory client = Clients.factory(format, Duration.ofSeconds(10), ClientSettings.Pool.DEFAULT,
				this.server.port())) {
			whileACallRuns(() -> {
				RpcOverloadedException failure = catchThrowableOfType(RpcOverloadedException.class,
						() -> client.operations().call("add", Integer.class, 2, 3));
				assertThat(failure).hasMessage("orders.add() at 127.0.0.1:%d: the peer has too much to do: %s",
						this.server.port(), REFUSAL);
				assertThat(failure.executed()).isEqualTo(Executed.NO);
			});
			assertThat(client.operations().call("add", Integer.class, 2, 3)).isEqualTo(5);
		}
	}

	private void whileACallRuns(Runnable action) throws Exception {
		try (RpcClientFactory client = Clients.factory(this.server.port())) {
			CompletableFuture<Void> call = CompletableFuture
				.runAsync(() -> client.operations().call("hold", Object.class), this.threads);
			this.server.functions().awaitHeld();
			try {
				action.run();
			}
			finally {
				this.server.functions().release();
			}
			call.get(20, TimeUnit.SECONDS);
		}
	}

}
