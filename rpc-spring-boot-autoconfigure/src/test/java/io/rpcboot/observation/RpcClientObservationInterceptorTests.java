package io.rpcboot.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Call;
import io.rpcboot.message.MessageFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcClientObservationInterceptor}.
 */
class RpcClientObservationInterceptorTests {

	@Test
	void namesBeyondTheFirstOnesAreOtherToEachInterceptorForItself() throws Exception {
		assertThat(functions("first", 1001)).hasSize(1001).contains("first999", "OTHER").doesNotContain("first1000");
		assertThat(functions("second", 1)).containsExactly("second0");
	}

	private static List<String> functions(String name, int count) throws Exception {
		TestObservationRegistry observations = TestObservationRegistry.create();
		RpcClientObservationInterceptor interceptor = new RpcClientObservationInterceptor(observations, null);
		for (int i = 0; i < count; i++) {
			interceptor.intercept(call(name + i), (call) -> null);
		}
		List<Observation.Context> handled = new ArrayList<>();
		assertThat(observations).hasHandledContextsThatSatisfy(handled::addAll);
		return handled.stream().map((context) -> context.getLowCardinalityKeyValue("function").getValue()).toList();
	}

	private static Call call(String function) {
		return new Call(function, new ArgumentValues(List.of(), Map.of()), MessageFormat.ARRAY, "shop", Map.of(), null);
	}

}
