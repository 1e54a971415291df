package io.rpcboot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.fixture.ServerRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is measured of calls over ZeroMQ: the same as over sockets.
 */
@Timeout(60)
class ZeroMqObservationTests {

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final ApplicationContextRunner server = measured(ServerRunner.unconfigured())
		.withBean("calculator", Calculator.class)
		.withPropertyValues("rpc.server.address=zmq:tcp://127.0.0.1:0", "rpc.server.zeromq.password=secret");

	ZeroMqObservationTests() {
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
	}

	private ApplicationContextRunner measured(ApplicationContextRunner runner) {
		return runner
			.withConfiguration(AutoConfigurations.of(RpcFunctionAutoConfiguration.class,
					RpcObservationAutoConfiguration.class, RpcMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.meters)
			.withBean(ObservationRegistry.class, () -> this.observations);
	}

	@Test
	void callsAreMeasuredOnBothSides() {
		this.server.run((context) -> client(context).run((caller) -> {
			RpcOperations calculator = caller.getBean(RpcOperations.class);
			assertThat(calculator.call("add", Integer.class, 2, 3)).isEqualTo(5);
			assertThatExceptionOfType(RpcRemoteException.class)
				.isThrownBy(() -> calculator.call("divide", Integer.class, 1, 0));
			// the caller can have its reply before the server has taken note of it
			await().untilAsserted(() -> {
				assertThat(requests("server", "add", "SUCCESS", "none")).isOne();
				assertThat(requests("server", "divide", "SERVER_ERROR", "ArithmeticException")).isOne();
			});
			assertThat(requests("client", "add", "SUCCESS", "none")).isOne();
			assertThat(requests("client", "divide", "SERVER_ERROR", "ArithmeticError")).isOne();
			assertThat(this.meters.get("rpc.server.connections").gauge().value()).isOne();
		}));
	}

	@Test
	void bytesAndConnectionsAreCountedOnBothSides() {
		this.server.run((context) -> client(context).run((caller) -> {
			caller.getBean(RpcOperations.class).call("add", Integer.class, 2, 3);
			assertThat(bytes("client.sent")).isEqualTo("[\"add\",[2,3],{}]".length());
			assertThat(bytes("client.received")).isEqualTo("5".length());
			assertThat(bytes("server.received")).isEqualTo(bytes("client.sent"));
			await().untilAsserted(() -> assertThat(bytes("server.sent")).isEqualTo(bytes("client.received")));
			Tags address = Tags.of("client", "calculator", "address", address(context));
			assertThat(this.meters.get("rpc.client.connections").tags(address).tag("state", "idle").gauge().value())
				.isOne();
			assertThat(
					this.meters.get("rpc.client.handshakes").tags(address).tag("outcome", "success").counter().count())
				.isOne();
		}));
	}

	private ApplicationContextRunner client(ApplicationContext context) {
		return measured(ClientRunner.unconfigured()).withPropertyValues(
				"rpc.client.calculator.address=" + address(context), "rpc.client.calculator.zeromq.password=secret");
	}

	private static String address(ApplicationContext context) {
		return "zmq:tcp://127.0.0.1:" + context.getEnvironment().getProperty("local.rpc.server.zeromq.port");
	}

	private long requests(String side, String function, String outcome, String exception) {
		return this.meters.get("rpc.%s.requests".formatted(side))
			.tags("function", function, "format", "array", "outcome", outcome, "exception", exception)
			.timer()
			.count();
	}

	private double bytes(String name) {
		return this.meters.get("rpc." + name).functionCounter().count();
	}

	static class Calculator {

		@RpcFunction
		int add(int x, int y) {
			return x + y;
		}

		@RpcFunction
		int divide(int x, int y) {
			return x / y;
		}

	}

}
