package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.context.ImportRpcClients;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.interop.TestServer;
import io.rpcboot.observation.DefaultRpcClientObservationConvention;
import io.rpcboot.observation.RpcClientObservationConvention;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is observed of the calls that clients make.
 */
class RpcClientObservationTests {

	@AutoClose
	private final TestServer server = TestServer.start();

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ApplicationContextRunner runner = ClientRunner.unconfigured()
		.withConfiguration(
				AutoConfigurations.of(RpcFunctionAutoConfiguration.class, RpcObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withPropertyValues("rpc.client.shop.address=127.0.0.1:" + this.server.port(),
				"rpc.client.shop.authkey=" + TestServer.AUTHKEY);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			echo    | 1                        | SUCCESS      | none
			echo    | x                        | UNKNOWN      | RpcEncodingException
			fail    | IllegalArgumentException | SERVER_ERROR | ValueError
			missing | -                        | SERVER_ERROR | AttributeError
			""")
	void whenAFunctionIsCalledThenTheCallIsObserved(String function, String argument, String outcome,
			String exception) {
		this.runner.run((context) -> {
			RpcOperations shop = context.getBean(RpcOperations.class);
			catchThrowable(() -> shop.call(function, Integer.class, parse(argument)));
			Observation.Context observed = single();
			assertThat(observed.getName()).isEqualTo("rpc.client.requests");
			assertThat(observed.getContextualName()).isEqualTo("rpc " + function);
			assertThat(observed.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("client", "shop", "function",
					function, "format", "array", "outcome", outcome, "exception", exception));
		});
	}

	private static Object parse(String argument) {
		return "1".equals(argument) ? 1 : argument;
	}

	@Test
	void whenACallIsRepeatedThenItIsObservedOnce() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readCall();
		})) {
			this.runner.withUserConfiguration(Imported.class)
				.withPropertyValues("rpc.client.shop.address=127.0.0.1:" + peer.port(),
						"rpc.client.shop.retry.max-retries=2", "rpc.client.shop.retry.delay=1ms")
				.run((context) -> {
					Throwable failure = catchThrowable(() -> context.getBean(Shop.class).echo(1));
					assertThat(peer.accepted()).isEqualTo(3);
					assertThat(single().getError()).isSameAs(failure);
				});
		}
	}

	@Test
	void whenASubscriberIsObservedThenItsCallBelongsToIt() {
		Observation subscriber = Observation.start("subscriber", this.observations);
		this.runner.withUserConfiguration(Imported.class).run((context) -> {
			Mono<Integer> call = context.getBean(Shop.class)
				.echoLater(1)
				.contextWrite((view) -> view.put(ObservationThreadLocalAccessor.KEY, subscriber));
			assertThat(call.block(Duration.ofSeconds(20))).isEqualTo(1);
			subscriber.stop();
			assertThat(this.observations).hasObservationWithNameEqualTo("rpc.client.requests")
				.that()
				.hasParentObservationEqualTo(subscriber);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			echo    | 1                        | none
			echo    | x                        | io.rpcboot.RpcEncodingException
			fail    | IllegalArgumentException | ValueError
			missing | -                        | AttributeError
			""")
	void whenConventionIsOpenTelemetrysThenItsNamesAreUsed(String function, String argument, String error) {
		this.runner.withPropertyValues("rpc.observations.convention=opentelemetry").run((context) -> {
			RpcOperations shop = context.getBean(RpcOperations.class);
			catchThrowable(() -> shop.call(function, Integer.class, parse(argument)));
			Observation.Context observed = single();
			assertThat(observed.getName()).isEqualTo("rpc.client.call.duration");
			assertThat(observed.getContextualName()).isEqualTo(function);
			assertThat(observed.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("rpc.system.name",
					"multiprocessing", "rpc.method", function, "error.type", error, "server.address", "shop"));
		});
	}

	@Test
	void whenThereIsAConventionThenItReplacesTheNames() {
		this.runner.withBean(RpcClientObservationConvention.class, CustomConvention::new).run((context) -> {
			context.getBean(RpcOperations.class).call("echo", Integer.class, 1);
			assertThat(single().getName()).isEqualTo("custom");
		});
	}

	private Observation.Context single() {
		List<Observation.Context> handled = new ArrayList<>();
		assertThat(this.observations).hasHandledContextsThatSatisfy(handled::addAll);
		assertThat(handled).hasSize(1);
		return handled.get(0);
	}

	interface Shop {

		@RpcFunction(idempotent = true)
		int echo(int value);

		@RpcFunction("echo")
		Mono<Integer> echoLater(int value);

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Shop.class)
	static class Imported {

	}

	static class CustomConvention extends DefaultRpcClientObservationConvention {

		@Override
		public String getName() {
			return "custom";
		}

	}

}
