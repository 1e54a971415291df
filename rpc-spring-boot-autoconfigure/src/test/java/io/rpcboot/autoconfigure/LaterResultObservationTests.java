package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is observed of functions whose results come later.
 */
@Timeout(60)
class LaterResultObservationTests {

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final CompletableFuture<Integer> result = new CompletableFuture<>();

	private final ApplicationContextRunner runner = ServerRunner.listening()
		.withConfiguration(AutoConfigurations.of(RpcObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withBean(Shop.class, this.result, this.observations);

	@ParameterizedTest
	@ValueSource(strings = { "future", "stage", "mono" })
	void whenTheResultComesLaterThenTheObservationLastsUntilThen(String function) {
		this.runner.run((context) -> {
			CompletableFuture<String> reply = CompletableFuture
				.supplyAsync(() -> Functions.call(context, "[\"%s\", [], {}]".formatted(function)));
			await().until(() -> this.result.getNumberOfDependents() > 0);
			assertThat(this.observations).hasObservationWithNameEqualTo("rpc.server.requests")
				.that()
				.hasBeenStarted()
				.isNotStopped();
			this.result.complete(3);
			assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo("3");
			assertObserved(function, "SUCCESS", "none", null);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "future", "stage", "mono", "dependent" })
	void whenTheResultFailsThenItsFailureIsThatOfTheObservation(String function) {
		IllegalStateException failure = new IllegalStateException("sold out");
		this.result.completeExceptionally(failure);
		this.runner.run((context) -> {
			Functions.call(context, "[\"%s\", [], {}]".formatted(function));
			assertObserved(function, "SERVER_ERROR", "IllegalStateException", failure);
		});
	}

	@Test
	void whenTheResultIsCancelledThenThatIsTheObservationsFailure() {
		this.result.cancel(false);
		this.runner.run((context) -> {
			Functions.call(context, "[\"future\", [], {}]");
			Observation.Context observed = single();
			assertThat(observed.getError()).isInstanceOf(CancellationException.class);
			assertTags(observed, "future", "SERVER_ERROR", "CancellationException");
		});
	}

	@Test
	void whenTheResultComesTooLateThenThatIsTheObservationsFailure() {
		this.runner.withPropertyValues("rpc.server.async-timeout=50ms").run((context) -> {
			Functions.call(context, "[\"future\", [], {}]");
			Observation.Context observed = single();
			assertThat(observed.getError()).isInstanceOf(RpcTimeoutException.class);
			assertTags(observed, "future", "SERVER_ERROR", "RpcTimeoutException");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "parentOfFuture", "parentOfMono", "parentWithinMono" })
	void whenSomethingIsObservedOnTheWayToTheResultThenTheCallIsItsParent(String function) {
		this.runner.run((context) -> {
			assertThat(Functions.call(context, "[\"%s\", [], {}]".formatted(function)))
				.isEqualTo("\"rpc.server.requests\"");
			assertThat(this.observations).doesNotHaveAnyRemainingCurrentObservation();
		});
	}

	private void assertObserved(String function, String outcome, String exception, Throwable failure) {
		assertThat(this.observations).hasObservationWithNameEqualTo("rpc.server.requests").that().hasBeenStopped();
		Observation.Context observed = single();
		assertThat(observed.getContextualName()).isEqualTo("rpc " + function);
		assertThat(observed.getError()).isSameAs(failure);
		assertTags(observed, function, outcome, exception);
	}

	private static void assertTags(Observation.Context observed, String function, String outcome, String exception) {
		assertThat(observed.getName()).isEqualTo("rpc.server.requests");
		assertThat(observed.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("function", function, "format",
				"array", "outcome", outcome, "exception", exception, "principal", "none"));
		assertThat(observed.getHighCardinalityKeyValues()).isEmpty();
	}

	private Observation.Context single() {
		List<Observation.Context> handled = new ArrayList<>();
		assertThat(this.observations).hasHandledContextsThatSatisfy(handled::addAll);
		assertThat(handled).hasSize(1);
		return handled.get(0);
	}

	@RpcFunction
	public static class Shop {

		private final CompletableFuture<Integer> result;

		private final ObservationRegistry observations;

		Shop(CompletableFuture<Integer> result, ObservationRegistry observations) {
			this.result = result;
			this.observations = observations;
		}

		public CompletableFuture<Integer> future() {
			return this.result;
		}

		public CompletableFuture<Integer> dependent() {
			return this.result.thenApply((value) -> value + 1);
		}

		public CompletionStage<Integer> stage() {
			return this.result.minimalCompletionStage();
		}

		public Mono<Integer> mono() {
			return Mono.fromFuture(this.result);
		}

		public CompletableFuture<String> parentOfFuture() {
			return CompletableFuture.completedFuture(parent());
		}

		public Mono<String> parentOfMono() {
			return Mono.fromSupplier(this::parent);
		}

		private String parent() {
			return Observation.createNotStarted("child", this.observations)
				.getContextView()
				.getParentObservation()
				.getContextView()
				.getName();
		}

		// as reactive clients find it, whatever thread they are on
		public Mono<String> parentWithinMono() {
			return Mono.deferContextual((view) -> Mono
				.just(view.<Observation>get(ObservationThreadLocalAccessor.KEY).getContextView().getName()));
		}

	}

}
