package io.rpcboot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.ClientMonitor;
import io.rpcboot.client.ClientMonitors;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.observation.RpcClientMeters;
import io.rpcboot.observation.RpcServerMeters;
import io.rpcboot.server.Rejection;
import io.rpcboot.server.ServerMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RpcMetricsAutoConfiguration} and its meters.
 */
@Timeout(60)
class RpcMetricsAutoConfigurationTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ApplicationContextRunner withoutRegistry = ServerRunner.listening()
		.withConfiguration(AutoConfigurations.of(RpcMetricsAutoConfiguration.class, RpcClientAutoConfiguration.class))
		.withBean(Shop.class);

	private final ApplicationContextRunner runner = this.withoutRegistry.withBean(MeterRegistry.class,
			() -> this.registry);

	@Test
	void whenPeersConnectThenTheyAreCounted() {
		this.runner.withPropertyValues("rpc.server.authkeys.billing=chicken-jockey").run((context) -> {
			assertThat(values("rpc.server.connections")).containsExactly("rpc.server.connections{} 0");
			try (SocketClient first = SocketClient.of(context);
					SocketClient second = SocketClient.connect(SocketClient.port(context), "chicken-jockey")) {
				assertThat(first.call("[\"price\", [1], {}]")).isEqualTo("1");
				assertThat(second.call("[\"price\", [2], {}]")).isEqualTo("2");
				assertThat(values("rpc.server.connections")).containsExactly("rpc.server.connections{} 2");
			}
			assertThatIOException().isThrownBy(() -> SocketClient.connect(SocketClient.port(context), "wrong"));
			await().untilAsserted(() -> assertThat(values("rpc.server.handshakes")).containsExactly(
					"rpc.server.handshakes{key=0,outcome=success,principal=billing} 1",
					"rpc.server.handshakes{key=0,outcome=success,principal=none} 1",
					"rpc.server.handshakes{key=none,outcome=wrong-key,principal=none} 1"));
			await().untilAsserted(
					() -> assertThat(values("rpc.server.connections")).containsExactly("rpc.server.connections{} 0"));
			assertThat(this.registry.get("rpc.server.received").functionCounter().count()).isGreaterThan(200);
			assertThat(this.registry.get("rpc.server.sent").functionCounter().count()).isGreaterThan(200);
		});
	}

	@Test
	void whenSomethingIsRefusedThenItIsCountedByItsReason() {
		this.runner.withPropertyValues("rpc.server.max-message-size=100B").run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				client.call("[\"price\", [\"%s\"], {}]".formatted("x".repeat(200)));
			}
			assertThat(values("rpc.server.rejections")).hasSameSizeAs(Rejection.values())
				.contains("rpc.server.rejections{reason=message-too-large} 1")
				.filteredOn((meter) -> !meter.endsWith("} 0"))
				.hasSize(1);
		});
	}

	@Test
	void whenThereIsNoServerThenNothingOfItIsMeasured() {
		ServerRunner.unconfigured()
			.withConfiguration(AutoConfigurations.of(RpcMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.registry)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RpcServerMeters.class);
				assertThat(values("rpc.server")).isEmpty();
			});
	}

	@Test
	void whenThereIsAReasonToRefuseThenTheDocumentationNamesIt() throws Exception {
		new RpcServerMeters(this.registry).watch(() -> 0);
		List<String> reasons = this.registry.get("rpc.server.rejections")
			.counters()
			.stream()
			.map((counter) -> "`%s`".formatted(counter.getId().getTag("reason")))
			.toList();
		assertThat(reasons).hasSameSizeAs(Rejection.values());
		assertThat(Files.readString(Path.of("../docs/observability.md"))).contains(reasons);
	}

	@Test
	void whenAClientCallsThenItsPoolIsMeasured() {
		this.runner.run((context) -> {
			String address = "127.0.0.1:" + SocketClient.port(context);
			withClient(context, (shop) -> {
				assertThat(shop.<Integer>call("price", Integer.class, 7)).isEqualTo(7);
				assertThat(values("rpc.client")).containsExactly(
						"rpc.client.calls{address=%s,client=shop} 0".formatted(address),
						"rpc.client.connections{address=%s,client=shop,state=busy} 0".formatted(address),
						"rpc.client.connections{address=%s,client=shop,state=idle} 1".formatted(address),
						"rpc.client.handshakes{address=%s,client=shop,outcome=success} 1".formatted(address),
						"rpc.client.pool.waiting{client=shop} 0",
						"rpc.client.pool.waits{address=%s,client=shop} 1".formatted(address),
						"rpc.client.received{client=shop} 135", "rpc.client.sent{client=shop} 150");
			}, "rpc.client.shop.address=" + address);
		});
	}

	@Test
	void whenAClientCannotConnectThenItIsCountedByItsCause() {
		this.runner.run((context) -> {
			String address = "127.0.0.1:" + SocketClient.port(context);
			withClient(context,
					(shop) -> assertThatExceptionOfType(RpcException.class)
						.isThrownBy(() -> shop.call("price", Integer.class, 7)),
					"rpc.client.shop.address=" + address, "rpc.client.shop.authkey=wrong");
			assertThat(values("rpc.client.handshakes")).containsExactly(
					"rpc.client.handshakes{address=%s,client=shop,outcome=refused-by-peer} 1".formatted(address));
			assertThat(values("rpc.client.pool.waits"))
				.containsExactly("rpc.client.pool.waits{address=none,client=shop} 1");
		});
	}

	@Test
	void whenThereIsAMonitorThenItReplacesTheMeters() {
		this.runner.withBean(ServerMonitor.class, () -> ServerMonitor.NONE)
			.withBean(ClientMonitors.class, () -> ClientMonitors.NONE)
			.run((context) -> assertThat(context).doesNotHaveBean(RpcServerMeters.class)
				.doesNotHaveBean(RpcClientMeters.class));
	}

	@Test
	void whenThereIsNoRegistryThenNothingIsMeasured() {
		this.withoutRegistry.run((context) -> {
			assertThat(context).doesNotHaveBean(ServerMonitor.class).doesNotHaveBean(ClientMonitors.class);
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"price\", [1], {}]")).isEqualTo("1");
			}
		});
	}

	@Test
	void whenAServerFollowsAnotherThenItsConnectionsAreCounted() {
		RpcServerMeters meters = new RpcServerMeters(this.registry);
		meters.watch(() -> 1);
		meters.watch(() -> 2);
		meters.rejected(Rejection.OVERLOADED);
		assertThat(values("rpc.server.connections")).containsExactly("rpc.server.connections{} 2");
		assertThat(ClientMonitors.NONE.of("shop")).isSameAs(ClientMonitor.NONE);
	}

	// an application of its own: the server's port is known only when it listens
	private static void withClient(ApplicationContext context, Consumer<RpcOperations> action, String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RpcMetricsAutoConfiguration.class, RpcClientAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> context.getBean(MeterRegistry.class))
			.withPropertyValues("rpc.client.shop.authkey=peekaboo")
			.withPropertyValues(properties)
			.run((other) -> action.accept(other.getBean(RpcClientFactories.class).get("shop").operations()));
	}

	private List<String> values(String prefix) {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith(prefix))
			.map(RpcMetricsAutoConfigurationTests::describe)
			.sorted()
			.toList();
	}

	private static String describe(Meter meter) {
		String tags = meter.getId()
			.getTags()
			.stream()
			.map((tag) -> tag.getKey() + "=" + tag.getValue())
			.collect(Collectors.joining(","));
		double value = 0;
		for (var measurement : meter.measure()) {
			if (measurement.getStatistic() != Statistic.TOTAL_TIME && measurement.getStatistic() != Statistic.MAX) {
				value = measurement.getValue();
			}
		}
		return "%s{%s} %.0f".formatted(meter.getId().getName(), tags, value);
	}

	@RpcFunction
	public static class Shop {

		public int price(int id) {
			return id;
		}

	}

}
