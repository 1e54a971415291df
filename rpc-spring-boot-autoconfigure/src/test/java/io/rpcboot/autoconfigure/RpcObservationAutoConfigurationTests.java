package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.observation.DefaultRpcServerObservationConvention;
import io.rpcboot.observation.RpcServerObservationContext;
import io.rpcboot.observation.RpcServerObservationConvention;
import io.rpcboot.observation.RpcServerObservationInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcObservationAutoConfiguration} and what it observes.
 */
class RpcObservationAutoConfigurationTests {

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ApplicationContextRunner withoutRegistry = ServerRunner.listening()
		.withConfiguration(AutoConfigurations.of(RpcObservationAutoConfiguration.class))
		.withBean("shop", Shop.class);

	private final ApplicationContextRunner runner = this.withoutRegistry.withBean("observations",
			ObservationRegistry.class, () -> this.observations);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					["price", [1], {}]    | price   | SUCCESS      | none
					["price", [], {}]     | price   | CLIENT_ERROR | CallRefusedException
					["price", ["x"], {}]  | price   | CLIENT_ERROR | CallRefusedException
					["price", [0], {}]    | price   | SERVER_ERROR | IllegalArgumentException
					["price", [-1], {}]   | price   | SERVER_ERROR | io.rpcboot.autoconfigure.RpcObservationAutoConfigurationTests$Shop$1
					["guess", [], {}]     | UNKNOWN | CLIENT_ERROR | CallRefusedException
					""")
	void whenFunctionIsCalledThenItIsObserved(String call, String function, String outcome, String exception) {
		this.runner.run((context) -> {
			Functions.call(context, call);
			Observation.Context observed = single();
			assertThat(observed.getName()).isEqualTo("rpc.server.requests");
			assertThat(observed.getContextualName()).isEqualTo("rpc " + function);
			assertThat(observed.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("function", function, "format",
					"array", "outcome", outcome, "exception", exception, "principal", "none"));
			assertThat(observed.getHighCardinalityKeyValues()).isEmpty();
		});
	}

	@Test
	void whenCallIsJsonRpcThenItsFormatIsTold() {
		this.runner.run((context) -> {
			Functions.call(context, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"price\", \"params\": [1]}");
			assertThat(single().getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("function", "price", "format",
					"json-rpc", "outcome", "SUCCESS", "exception", "none", "principal", "none"));
		});
	}

	@Test
	void whenTheCallerHasAKeyOfItsOwnThenItsNameIsTold() {
		this.runner.withPropertyValues("rpc.server.authkeys.billing[0]=secret").run((context) -> {
			try (SocketClient client = SocketClient.connect(SocketClient.port(context), "secret")) {
				assertThat(client.call("[\"price\", [1], {}]")).isEqualTo("1");
			}
			assertThat(single().getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("function", "price", "format",
					"array", "outcome", "SUCCESS", "exception", "none", "principal", "billing"));
		});
	}

	@Test
	void whenFunctionRunsThenItsObservationIsTheCurrentOne() {
		this.runner.run((context) -> {
			Functions.registry(context)
				.register("current", CurrentName.class,
						() -> this.observations.getCurrentObservation().getContextView().getName());
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"current\", [], {}]")).isEqualTo("\"rpc.server.requests\"");
			}
		});
	}

	@Test
	void whenThereIsAConventionThenItReplacesTheNames() {
		this.runner.withBean(RpcServerObservationConvention.class, CustomConvention::new).run((context) -> {
			Functions.call(context, "[\"price\", [1], {}]");
			assertThat(single().getName()).isEqualTo("custom");
			assertThat(single().getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("called", "price"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			["price", [1], {}]  | price           | price  | none
			["price", [], {}]   | price           | price  | ARGUMENTS
			["price", [0], {}]  | price           | price  | java.lang.IllegalArgumentException
			["guess", [], {}]   | multiprocessing | _OTHER | UNKNOWN_FUNCTION
			""")
	void whenConventionIsOpenTelemetrysThenItsNamesAreUsed(String call, String span, String method, String error) {
		this.runner.withPropertyValues("rpc.observations.convention=opentelemetry").run((context) -> {
			Functions.call(context, call);
			Observation.Context observed = single();
			assertThat(observed.getName()).isEqualTo("rpc.server.call.duration");
			assertThat(observed.getContextualName()).isEqualTo(span);
			assertThat(observed.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("rpc.system.name",
					"multiprocessing", "rpc.method", method, "error.type", error, "principal", "none"));
		});
	}

	@Test
	void whenCallIsJsonRpcThenOpenTelemetryKnowsTheSystem() {
		this.runner.withPropertyValues("rpc.observations.convention=opentelemetry").run((context) -> {
			Functions.call(context, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"price\", \"params\": [1]}");
			assertThat(single().getLowCardinalityKeyValue("rpc.system.name").getValue()).isEqualTo("jsonrpc");
		});
	}

	@Test
	void whenConventionIsConfiguredAndThereIsABeanThenTheBeanIsUsed() {
		this.runner.withBean(RpcServerObservationConvention.class, CustomConvention::new)
			.withPropertyValues("rpc.observations.convention=opentelemetry")
			.run((context) -> {
				Functions.call(context, "[\"price\", [1], {}]");
				assertThat(single().getName()).isEqualTo("custom");
			});
	}

	@Test
	void whenPropertyIsMisspeltThenTheStartFails() {
		this.runner.withPropertyValues("rpc.observations.conventions=opentelemetry")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("There is no property rpc.observations.conventions (origin: "
						+ "\"rpc.observations.conventions\" from property source \"test\")."));
	}

	@Test
	void whenRegistryIsBootsThenCallsAreObserved() {
		this.withoutRegistry.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(RpcServerObservationInterceptor.class));
	}

	@Test
	void whenThereIsNoRegistryThenNothingIsObserved() {
		this.withoutRegistry.run((context) -> {
			assertThat(context).doesNotHaveBean(RpcServerObservationInterceptor.class);
			assertThat(Functions.call(context, "[\"price\", [1], {}]")).isEqualTo("1");
		});
	}

	@Test
	void whenMicrometerIsAbsentThenTheServerWorks() {
		this.withoutRegistry.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"price\", [1], {}]")).isEqualTo("1");
			}
		});
	}

	private Observation.Context single() {
		List<Observation.Context> handled = new ArrayList<>();
		assertThat(this.observations).hasHandledContextsThatSatisfy(handled::addAll);
		assertThat(handled).hasSize(1);
		return handled.get(0);
	}

	@FunctionalInterface
	interface CurrentName {

		String name();

	}

	static class CustomConvention extends DefaultRpcServerObservationConvention {

		@Override
		public String getName() {
			return "custom";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(RpcServerObservationContext context) {
			return KeyValues.of("called", context.call().function());
		}

	}

	@RpcFunction
	public static class Shop {

		public int price(int id) {
			if (id == 0) {
				throw new IllegalArgumentException("no such article");
			}
			if (id < 0) {
				throw new IllegalArgumentException("an exception whose class has no name") {

				};
			}
			return id;
		}

	}

}
