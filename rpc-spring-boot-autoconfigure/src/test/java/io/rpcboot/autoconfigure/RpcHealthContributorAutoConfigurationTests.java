package io.rpcboot.autoconfigure;

import java.util.List;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcFunction;
import io.rpcboot.actuate.RpcClientsHealthContributor;
import io.rpcboot.actuate.RpcServerHealthIndicator;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RpcHealthContributorAutoConfiguration} and what
 * {@code /actuator/health} shows.
 */
class RpcHealthContributorAutoConfigurationTests {

	private static final String DOWN = "nothing listens there (Connection refused); start the program, or correct "
			+ "rpc.client.down.address";

	private final ApplicationContextRunner runner = ServerRunner.listening()
		.withConfiguration(AutoConfigurations.of(RpcClientAutoConfiguration.class,
				RpcHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withBean(ApplicationAvailabilityBean.class)
		.withPropertyValues("management.endpoints.web.exposure.include=health",
				"management.endpoint.health.probes.enabled=true", "rpc.client.default.authkey=" + ScriptedPeer.KEY,
				"rpc.client.down.address=127.0.0.1:1", "rpc.client.down.timeout=1s");

	@Test
	void whenServerListensThenItIsUpAndAfterItsStopUnknown() {
		this.runner.withBean(Shop.class).run((context) -> {
			HealthIndicator indicator = context.getBean(RpcServerHealthIndicator.class);
			assertThat(indicator.health()).isEqualTo(
					Health.up().withDetail("addresses", List.of("127.0.0.1:" + SocketClient.port(context))).build());
			context.getBean(RpcServerLifecycle.class).stop();
			assertThat(indicator.health()).isEqualTo(Health.unknown().build());
		});
	}

	@Test
	void whenClientsAreUsedThenTheyAreUpOrDownByWhatTheyFoundOut() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.well())) {
			String address = "127.0.0.1:" + peer.port();
			this.runner.withPropertyValues("rpc.client.stock.address=" + address).run((context) -> {
				RpcClientsHealthContributor clients = context.getBean(RpcClientsHealthContributor.class);
				RpcOperations stock = context.getBean("stockRpcOperations", RpcOperations.class);
				RpcOperations down = context.getBean("downRpcOperations", RpcOperations.class);
				assertThat(health(clients, "stock"))
					.isEqualTo(Health.unknown().withDetail(address, "not connected").build());
				stock.call("echo", Integer.class, 3);
				assertThat(health(clients, "stock")).isEqualTo(Health.up().withDetail(address, "connected").build());
				assertThatExceptionOfType(RpcConnectionException.class)
					.isThrownBy(() -> down.call("echo", Integer.class, 3));
				assertThat(health(clients, "down")).isEqualTo(Health.down().withDetail("127.0.0.1:1", DOWN).build());
				assertThat(clients.stream()).extracting(Object::toString).hasSize(2);
				assertThat(clients.getContributor("other")).isNull();
			});
		}
	}

	@Test
	void whenThePeerHasClosedItsConnectionThenAClientDoesNotSayThatItIsUp() throws Exception {
		ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.well());
		String address = "127.0.0.1:" + peer.port();
		this.runner.withPropertyValues("rpc.client.stock.address=" + address).run((context) -> {
			RpcClientsHealthContributor clients = context.getBean(RpcClientsHealthContributor.class);
			context.getBean("stockRpcOperations", RpcOperations.class).call("echo", Integer.class, 3);
			peer.close();
			assertThat(health(clients, "stock"))
				.isEqualTo(Health.unknown().withDetail(address, "not connected").build());
		});
	}

	@Test
	void whenOneOfSeveralAddressesAnswersThenTheClientIsUp() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.well())) {
			String address = "127.0.0.1:" + peer.port();
			this.runner
				.withPropertyValues("rpc.client.down.address=", "rpc.client.down.addresses=127.0.0.1:1," + address)
				.run((context) -> {
					context.getBean("downRpcOperations", RpcOperations.class).call("echo", Integer.class, 3);
					Health health = health(context.getBean(RpcClientsHealthContributor.class), "down");
					assertThat(health.getStatus()).isEqualTo(Status.UP);
					assertThat(health.getDetails()).containsOnlyKeys("127.0.0.1:1", address)
						.containsEntry(address, "connected");
				});
		}
	}

	@Test
	void aClientThatIsDownIsNoReasonNotToBeReady() {
		this.runner.withBean(Shop.class).run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			RpcOperations down = context.getBean("downRpcOperations", RpcOperations.class);
			assertThatExceptionOfType(RpcConnectionException.class)
				.isThrownBy(() -> down.call("echo", Integer.class, 3));
			assertThat(status(context)).isEqualTo(Status.DOWN);
			assertThat(status(context, "rpcServer")).isEqualTo(Status.UP);
			assertThat(status(context, "rpcClients", "down")).isEqualTo(Status.DOWN);
			assertThat(status(context, "readiness")).isEqualTo(Status.UP);
		});
	}

	@Test
	void whenTheyAreSwitchedOffOrActuatorIsAbsentThenThereAreNone() {
		this.runner
			.withPropertyValues("management.health.rpc-server.enabled=false",
					"management.health.rpc-clients.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RpcServerHealthIndicator.class)
				.doesNotHaveBean(RpcClientsHealthContributor.class));
		ServerRunner.listening()
			.withConfiguration(AutoConfigurations.of(RpcHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("rpcServerHealthIndicator"));
	}

	private static Health health(RpcClientsHealthContributor clients, String name) {
		HealthContributor contributor = clients.getContributor(name);
		assertThat(contributor).isInstanceOf(HealthIndicator.class);
		Health health = ((HealthIndicator) contributor).health();
		assertThat(health).isNotNull();
		return health;
	}

	private static Status status(ApplicationContext context, String... path) {
		HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath(path);
		assertThat(descriptor).as(String.join("/", path)).isNotNull();
		return descriptor.getStatus();
	}

	/**
	 * Has a function.
	 */
	public static class Shop {

		@RpcFunction
		public int add(int x, int y) {
			return x + y;
		}

	}

}
