package io.rpcboot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.actuate.RpcEndpoint;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
			assertThat(json).isEqualTo(("{\"server\":{\"address\":\"127.0.0.1:%d\"},\"functions\":["
					+ "{\"name\":\"orders\",\"signature\":\"orders(ids: List<Integer>, limit: int = 10) -> List<String>\","
					+ "\"owner\":\"%sorders)\"},"
					+ "{\"name\":\"total\",\"signature\":\"total(*amounts: double) -> double\",\"owner\":\"%stotal)\"}],\"clients\":{}}")
				.formatted(SocketClient.port(context), OWNER, OWNER));
		});
	}

	@Test
	void whenServerIsNotEnabledThenThereIsNoAddress() {
		this.runner.withPropertyValues("rpc.server.enabled=false").run((context) -> {
			RpcEndpoint.RpcDescriptor descriptor = context.getBean(RpcEndpoint.class).rpc();
			assertThat(descriptor.server()).isEqualTo(new RpcEndpoint.ServerDescriptor(null));
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
					assertThat(json).endsWith(("\"clients\":{\"down\":[{\"address\":\"127.0.0.1:1\",\"calls\":0,"
							+ "\"idleConnections\":0,\"failure\":\"nothing listens there (Connection refused); start the "
							+ "program, or correct rpc.client.down.address\"}],\"stock\":[{\"address\":\"127.0.0.1:%d\","
							+ "\"calls\":0,\"idleConnections\":1,\"failure\":null}]}}")
						.formatted(peer.port()));
				});
		}
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
