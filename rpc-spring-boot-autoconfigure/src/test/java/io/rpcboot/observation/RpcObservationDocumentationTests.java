package io.rpcboot.observation;

import java.util.Arrays;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.Call;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.ValueType;
import io.rpcboot.observation.RpcObservationDocumentation.OpenTelemetryClientKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.OpenTelemetryKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.ServerKeyNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is documented is what is observed.
 */
class RpcObservationDocumentationTests {

	private final DefaultRpcServerObservationConvention convention = new DefaultRpcServerObservationConvention();

	@Test
	void whenTagIsObservedThenItIsDocumented() {
		RpcObservationDocumentation documentation = RpcObservationDocumentation.RPC_SERVER_REQUESTS;
		assertThat(documentation.getDefaultConvention()).isEqualTo(DefaultRpcServerObservationConvention.class);
		assertThat(this.convention.getLowCardinalityKeyValues(context(true))).extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(Arrays.stream(documentation.getLowCardinalityKeyNames())
				.map(KeyName::asString)
				.toArray(String[]::new));
	}

	@Test
	void whenTagHasOpenTelemetrysNameThenItIsDocumented() {
		assertThat(new OpenTelemetryRpcServerObservationConvention().getLowCardinalityKeyValues(context(true)))
			.extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(names(OpenTelemetryKeyNames.values(), ServerKeyNames.values()));
		assertThat(new OpenTelemetryRpcClientObservationConvention()
			.getLowCardinalityKeyValues(new RpcClientObservationContext(context(true).call())))
			.extracting(KeyValue::getKey)
			.containsExactlyInAnyOrder(names(OpenTelemetryKeyNames.values(), OpenTelemetryClientKeyNames.values()));
	}

	private static String[] names(KeyName[]... names) {
		return Arrays.stream(KeyName.merge(names)).map(KeyName::asString).toArray(String[]::new);
	}

	@Test
	void whenFunctionIsNotKnownThenWhatThePeerWroteIsInNoName() {
		RpcServerObservationContext context = context(false);
		assertThat(this.convention.getContextualName(context)).isEqualTo("rpc UNKNOWN");
		assertThat(this.convention.getLowCardinalityKeyValues(context)).extracting(KeyValue::getValue)
			.doesNotContain("price");
	}

	private static RpcServerObservationContext context(boolean known) {
		return new RpcServerObservationContext(
				new Call("price", new NoArguments(), MessageFormat.ARRAY, "127.0.0.1:1", Map.of(), null), known);
	}

	static class NoArguments implements Arguments {

		@Override
		public boolean nextPositional() {
			return false;
		}

		@Override
		public @Nullable String nextKeyword() {
			return null;
		}

		@Override
		public @Nullable Object read(ValueType type) {
			throw new IllegalStateException("There is none");
		}

		@Override
		public void skip() {
		}

	}

}
