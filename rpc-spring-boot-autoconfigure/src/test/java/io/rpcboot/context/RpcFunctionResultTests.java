package io.rpcboot.context;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What functions return, and what their callers may leave out.
 */
class RpcFunctionResultTests {

	private final ApplicationContextRunner runner = ServerRunner.listening().withBean("results", Results.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			nothing          | null
			none             | null
			present          | 3
			absent           | null
			now              | 4
			later            | 5
			stage            | 6
			laterNone        | null
			mono             | [7,8]
			monoOfNone       | null
			failed           | ValueError: no such article
			monoFailed       | LookupError: no such order
			""")
	void whenFunctionReturnsThenTheCallerGets(String function, String reply) {
		this.runner.run((context) -> assertThat(Functions.call(context, "[\"%s\", [], {}]".formatted(function)))
			.isEqualTo(reply));
	}

	@Test
	void whenResultNeverComesThenTheCallerIsTold() {
		this.runner.withPropertyValues("rpc.server.async-timeout=50ms").run((context) -> {
			assertThat(Functions.call(context, "[\"never\", [], {}]"))
				.isEqualTo("OSError: never() did not complete its result within 50 ms (rpc.server.async-timeout)");
			assertThat(context.getBean(Results.class).never.isCancelled()).isTrue();
		});
	}

	@Test
	void whenFunctionReturnsAStreamThenTheStartIsStopped() {
		this.runner.withBean("streaming", Streaming.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessage("io.rpcboot.context.RpcFunctionResultTests$Streaming.prices cannot be a function: "
						+ "it returns a stream (Flux); return its values as a list, such as Mono<List<...>>"));
	}

	@Test
	void whenReactorIsAbsentThenFuturesAreAwaited() {
		ServerRunner.listening()
			.withClassLoader(new FilteredClassLoader("reactor.core"))
			.withBean("futures", Futures.class)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ReactiveResultAdapter.class);
				assertThat(Functions.call(context, "[\"later\", [], {}]")).isEqualTo("5");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			["optional", [], {}]                 | "empty"
			["optional", ["x"], {}]              | "x"
			["optional", [], {"value": null}]    | "empty"
			["nullable", [], {}]                 | "null"
			["nullable", [], {"value": "x"}]     | "x"
			["nullable", [null], {}]             | "null"
			["defaulted", [], {}]                | "red 3 [1, 2]"
			["defaulted", ["blue"], {"count": 4}] | "blue 4 [1, 2]"
			["required", [], {}]                 | TypeError: required() missing 1 required positional argument: 'value'
			""")
	void whenArgumentIsLeftOutThenItsDefaultHolds(String call, String reply) {
		ServerRunner.listening()
			.withBean("parameters", Parameters.class)
			.run((context) -> assertThat(Functions.call(context, call)).isEqualTo(reply));
	}

	@Test
	void whenParametersCanBeLeftOutThenTheSignatureShowsIt() {
		ServerRunner.listening()
			.withBean("parameters", Parameters.class)
			.run((context) -> assertThat(Functions.signatures(context)).containsExactly(
					"defaulted(color: String = 'red', count: int = 3, numbers: List<Integer> = [1, 2]) -> String",
					"nullable(value: String = None) -> String", "optional(value: Optional<String> = None) -> String",
					"required(value: String) -> String"));
	}

	public static class Futures {

		@RpcFunction
		public CompletableFuture<Integer> later() {
			return CompletableFuture.supplyAsync(() -> 5, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
		}

	}

	@RpcFunction
	public static class Results extends Futures {

		private final CompletableFuture<String> never = new CompletableFuture<>();

		public void nothing() {
		}

		public @Nullable String none() {
			return null;
		}

		public Optional<Integer> present() {
			return Optional.of(3);
		}

		public Optional<Integer> absent() {
			return Optional.empty();
		}

		public CompletableFuture<Integer> now() {
			return CompletableFuture.completedFuture(4);
		}

		public CompletionStage<Integer> stage() {
			return CompletableFuture.completedStage(6);
		}

		public CompletableFuture<@Nullable Void> laterNone() {
			return CompletableFuture.runAsync(() -> {
			});
		}

		public Mono<List<Integer>> mono() {
			return Mono.fromSupplier(() -> List.of(7, 8));
		}

		public Mono<Integer> monoOfNone() {
			return Mono.empty();
		}

		public CompletableFuture<Integer> failed() {
			return CompletableFuture.failedFuture(new IllegalArgumentException("no such article"));
		}

		public Mono<Integer> monoFailed() {
			return Mono.error(new NoSuchElementException("no such order"));
		}

		@RpcFunction("never")
		public CompletableFuture<String> neverCompleted() {
			return this.never;
		}

	}

	public static class Streaming {

		@RpcFunction
		public Flux<Integer> prices() {
			return Flux.just(1, 2);
		}

	}

	@RpcFunction
	public static class Parameters {

		public String optional(Optional<String> value) {
			return value.orElse("empty");
		}

		public String nullable(@Nullable String value) {
			return String.valueOf(value);
		}

		public String defaulted(@RpcParam(defaultValue = "red") String color, @RpcParam(defaultValue = "3") int count,
				@RpcParam(defaultValue = "[1, 2]") List<Integer> numbers) {
			return color + " " + count + " " + numbers;
		}

		public String required(String value) {
			return value;
		}

	}

}
