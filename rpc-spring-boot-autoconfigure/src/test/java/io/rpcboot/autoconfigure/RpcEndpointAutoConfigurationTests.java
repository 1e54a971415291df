package io.rpcboot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.actuate.RpcEndpoint;
import io.rpcboot.client.AddressState;
import io.rpcboot.client.ClientState;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.message.CallState;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.server.ConnectionState;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RpcEndpointAutoConfiguration} and what {@code /actuator/rpc} shows.
 */
class RpcEndpointAutoConfigurationTests {

	private static final String OWNER = "bean 'shop' (" + Shop.class.getName() + ".";

	private final ApplicationContextRunner unexposed = ServerRunner.listening()
		.withConfiguration(AutoConfigurations.of(RpcEndpointAutoConfiguration.class))
		.withBean("shop", Shop.class);

	private final ApplicationContextRunner runner = this.unexposed
		.withPropertyValues("management.endpoints.web.exposure.include=rpc");

	@Test
	void whenServerListensThenItsAddressAndFunctionsAreShown() {
		this.runner.run((context) -> {
			String json = context.getBean(JsonMapper.class)
				.writeValueAsString(context.getBean(RpcEndpoint.class).rpc());
			assertThat(json)
				.isEqualTo(("{\"server\":{\"addresses\":[\"127.0.0.1:%d\"],\"connections\":[],\"handshakes\":"
						+ "{\"accepted\":[{\"principal\":null,\"key\":0,\"count\":0,\"last\":null}],\"failed\":{}}},\"functions\":["
						+ "{\"name\":\"orders\",\"signature\":\"orders(ids: List<Integer>, limit: int = 10) -> List<String>\","
						+ "\"owner\":\"%sorders)\"},"
						+ "{\"name\":\"total\",\"signature\":\"total(*amounts: double) -> double\",\"owner\":\"%stotal)\"}],\"clients\":{}}")
					.formatted(SocketClient.port(context), OWNER, OWNER));
		});
	}

	@Test
	void whenCallsRunThenTheirConnectionsAndTheirAgeAreShown() {
		Slow slow = new Slow();
		this.runner.withBean("slow", Slow.class, () -> slow).run((context) -> {
			RpcEndpoint endpoint = context.getBean(RpcEndpoint.class);
			try (SocketClient idle = SocketClient.of(context); SocketClient busy = SocketClient.of(context)) {
				assertThat(idle.call("[\"total\", [1, 2], {}]")).isEqualTo("3.0");
				busy.sendCall("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"slow\"}");
				assertThat(slow.running.await(10, TimeUnit.SECONDS)).isTrue();
				List<ConnectionState> connections = endpoint.rpc().server().connections();
				assertThat(connections)
					.extracting(ConnectionState::peer, ConnectionState::authenticated, ConnectionState::format,
							(connection) -> functions(connection))
					.containsExactly(tuple("127.0.0.1:" + idle.localPort(), true, MessageFormat.ARRAY, List.of()),
							tuple("127.0.0.1:" + busy.localPort(), true, MessageFormat.JSON_RPC, List.of("slow")));
				assertThat(connections.get(1).calls().get(0).age()).isPositive().isLessThan(connections.get(1).age());
				slow.release.countDown();
				assertThat(busy.receiveReply()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}");
				assertThat(endpoint.rpc().server().connections()).flatExtracting(ConnectionState::calls).isEmpty();
			}
			await().until(() -> endpoint.rpc().server().connections().isEmpty());
		});
	}

	private static List<String> functions(ConnectionState connection) {
		return connection.calls().stream().map(CallState::function).toList();
	}

	@Test
	void whenAClientsCallsRunThenTheirAddressAndTheirAgeAreShown() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.answering((call) -> {
			running.countDown();
			Slow.await(release);
			return "1";
		}))) {
			this.runner.withConfiguration(AutoConfigurations.of(RpcClientAutoConfiguration.class))
				.withPropertyValues("rpc.client.stock.authkey=" + ScriptedPeer.KEY,
						"rpc.client.stock.address=127.0.0.1:" + peer.port(), "rpc.client.stock.pool.max-per-address=1")
				.run((context) -> {
					RpcEndpoint endpoint = context.getBean(RpcEndpoint.class);
					CompletableFuture<Void> first = callInBackground(context);
					assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
					CompletableFuture<Void> second = callInBackground(context);
					await().until(() -> endpoint.rpc().clients().get("stock").waiting() == 1);
					ClientState state = endpoint.rpc().clients().get("stock");
					assertThat(state.addresses())
						.containsExactly(new AddressState("127.0.0.1:" + peer.port(), 1, 1, 0, null));
					assertThat(state.calls())
						.extracting(ClientState.RunningCall::function, ClientState.RunningCall::address)
						.containsExactly(tuple("echo", "127.0.0.1:" + peer.port()), tuple("echo", null));
					assertThat(state.calls()).allSatisfy((call) -> assertThat(call.age()).isPositive());
					release.countDown();
					first.get(10, TimeUnit.SECONDS);
					second.get(10, TimeUnit.SECONDS);
					assertThat(endpoint.rpc().clients().get("stock").calls()).isEmpty();
				});
		}
	}

	@Test
	void whenServerIsNotEnabledThenThereIsNoAddress() {
		this.runner.withPropertyValues("rpc.server.enabled=false").run((context) -> {
			RpcEndpoint.RpcDescriptor descriptor = context.getBean(RpcEndpoint.class).rpc();
			assertThat(descriptor.server()).isEqualTo(new RpcEndpoint.ServerDescriptor(List.of(), List.of(), null));
			assertThat(descriptor.functions()).extracting(RpcEndpoint.FunctionDescriptor::name)
				.containsExactly("orders", "total");
		});
	}

	@Test
	void whenFunctionIsRegisteredLaterThenItIsShown() {
		this.runner.run((context) -> {
			RpcEndpoint endpoint = context.getBean(RpcEndpoint.class);
			Functions.registry(context).unregister("orders");
			assertThat(endpoint.rpc().functions()).containsExactly(
					new RpcEndpoint.FunctionDescriptor("total", "total(*amounts: double) -> double", OWNER + "total)"));
		});
	}

	@Test
	void whenClientsAreUsedThenTheStateOfTheirAddressesIsShown() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.well())) {
			this.runner.withConfiguration(AutoConfigurations.of(RpcClientAutoConfiguration.class))
				.withPropertyValues("rpc.client.default.authkey=" + ScriptedPeer.KEY,
						"rpc.client.stock.address=127.0.0.1:" + peer.port(), "rpc.client.down.address=127.0.0.1:1",
						"rpc.client.down.timeout=1s", "rpc.client.unused.address=127.0.0.1:2")
				.run((context) -> {
					call(context, "stock");
					assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(() -> call(context, "down"));
					String json = context.getBean(JsonMapper.class)
						.writeValueAsString(context.getBean(RpcEndpoint.class).rpc());
					assertThat(json)
						.endsWith(("\"clients\":{\"down\":{\"addresses\":[{\"address\":\"127.0.0.1:1\",\"calls\":0,"
								+ "\"connections\":0,\"idleConnections\":0,\"failure\":\"nothing listens there (Connection refused); start the "
								+ "program, or correct rpc.client.down.address\"}],\"waiting\":0,\"calls\":[]},\"stock\":{\"addresses\":[{\"address\":\"127.0.0.1:%d\","
								+ "\"calls\":0,\"connections\":1,\"idleConnections\":1,\"failure\":null}],\"waiting\":0,\"calls\":[]}}}")
							.formatted(peer.port()));
				});
		}
	}

	// not in the common pool, which has one thread on two processors
	private static CompletableFuture<Void> callInBackground(ApplicationContext context) {
		return CompletableFuture.runAsync(() -> call(context, "stock"), new SimpleAsyncTaskExecutor());
	}

	private static void call(ApplicationContext context, String client) {
		context.getBean(client + "RpcOperations", RpcOperations.class).call("echo", Integer.class, 3);
	}

	@Test
	void whenEndpointIsNotExposedThenThereIsNone() {
		this.unexposed.run((context) -> assertThat(context).doesNotHaveBean(RpcEndpoint.class));
	}

	@Test
	void whenAccessIsNoneThenThereIsNone() {
		this.runner.withPropertyValues("management.endpoint.rpc.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(RpcEndpoint.class));
	}

	@Test
	void whenActuatorIsAbsentThenThereIsNoneAndTheServerWorks() {
		this.runner.withClassLoader(new FilteredClassLoader(Endpoint.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(RpcEndpoint.class);
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"total\", [1, 2], {}]")).isEqualTo("3.0");
			}
		});
	}

	/**
	 * Has a function that runs until it is let go.
	 */
	public static class Slow {

		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@RpcFunction
		public void slow() {
			this.running.countDown();
			await(this.release);
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@RpcFunction
	public static class Shop {

		public List<String> orders(List<Integer> ids, @RpcParam(defaultValue = "10") int limit) {
			return ids.stream().limit(limit).map(String::valueOf).toList();
		}

		public double total(double... amounts) {
			return Arrays.stream(amounts).sum();
		}

	}

}
