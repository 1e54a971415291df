package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.rpcboot.RpcFunction;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.message.ErrorMapper;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.RemoteError;
import io.rpcboot.server.ServerCallInterceptor;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcServerAutoConfiguration} and {@link RpcFunctionAutoConfiguration}.
 */
class RpcServerAutoConfigurationTests {

	private static final String FAIL = "[\"fail\", [\"%s\"], {}]";

	private final ApplicationContextRunner runner = ServerRunner.listening().withBean("functions", Shop.class);

	@Test
	void whenTheApplicationStartsThenThereIsOneBeanOfEachKind() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(JsonCodec.class);
			assertThat(context).hasSingleBean(RpcFunctionRegistry.class);
			assertThat(context).hasSingleBean(MessageHandler.class);
			assertThat(context).hasSingleBean(RpcServerLifecycle.class);
		});
	}

	@Test
	void whenServerIsNotEnabledThenThereIsNone() {
		this.runner.withPropertyValues("rpc.server.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(RpcFunctionRegistry.class);
			assertThat(context).doesNotHaveBean(MessageHandler.class);
			assertThat(context).doesNotHaveBean(RpcServerLifecycle.class);
		});
	}

	@Test
	void whenTheApplicationHasACodecThenItIsUsed() {
		JsonCodec codec = new JsonCodec(JsonMapper.builder().build(), JsonSettings.DEFAULT);
		this.runner.withBean("codec", JsonCodec.class, () -> codec)
			.run((context) -> assertThat(context.getBean(JsonCodec.class)).isSameAs(codec));
	}

	@Test
	void whenTheApplicationsMapperIsConfiguredThenValuesFollowAndTheMapperIsNotChanged() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
			.build();
		this.runner.withBean("mapper", JsonMapper.class, () -> mapper).run((context) -> {
			assertThat(Functions.call(context, "[\"cheapest\", [], {}]")).isEqualTo("{\"Name\":\"pen\",\"Price\":NaN}");
			assertThat(mapper.writeValueAsString(Double.NaN)).isEqualTo("\"NaN\"");
		});
	}

	@Test
	void whenThereAreErrorMappersThenTheFirstWithAnOpinionIsHeard() {
		this.runner.withUserConfiguration(Mappers.class).run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call(FAIL.formatted("both"))).isEqualTo("KeyError: first");
				assertThat(client.call(FAIL.formatted("second"))).isEqualTo("MemoryError: second");
				assertThat(client.call(FAIL.formatted("other"))).isEqualTo("ValueError: other");
			}
		});
	}

	@Test
	void whenCallIsRefusedThenErrorMappersAreNotAsked() {
		this.runner.withBean("mapper", ErrorMapper.class, () -> (failure) -> new RemoteError("KeyError", "mapped"))
			.run((context) -> {
				assertThat(Functions.call(context, "[\"fail\", [], {}]"))
					.isEqualTo("TypeError: fail() missing 1 required positional argument: 'message'");
				assertThat(Functions.call(context, FAIL.formatted("any"))).isEqualTo("KeyError: mapped");
			});
	}

	@Test
	void whenThereAreInterceptorsThenTheyAreAroundTheCallInTheirOrder() {
		this.runner.withUserConfiguration(Interceptors.class).run((context) -> {
			assertThat(Functions.call(context, "[\"cheapest\", [], {}]")).isEqualTo("{\"name\":\"pen\",\"price\":NaN}");
			assertThat(context.getBean(Interceptors.class).order).containsExactly("outer cheapest array 127.0.0.1:1",
					"inner cheapest array 127.0.0.1:1");
		});
	}

	record Article(String name, double price) {
	}

	@RpcFunction
	public static class Shop {

		public Article cheapest() {
			return new Article("pen", Double.NaN);
		}

		public void fail(String message) {
			throw new IllegalArgumentException(message);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mappers {

		@Bean
		@Order(2)
		ErrorMapper second() {
			return (failure) -> List.of("both", "second").contains(failure.getMessage())
					? new RemoteError("MemoryError", "second") : null;
		}

		@Bean
		@Order(1)
		ErrorMapper first() {
			return (failure) -> "both".equals(failure.getMessage()) ? new RemoteError("KeyError", "first") : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		private final List<String> order = new ArrayList<>();

		@Bean
		@Order(2)
		ServerCallInterceptor inner() {
			return recording("inner");
		}

		@Bean
		@Order(1)
		ServerCallInterceptor outer() {
			return recording("outer");
		}

		private ServerCallInterceptor recording(String name) {
			return (call, next) -> {
				this.order.add("%s %s %s %s".formatted(name, call.function(), call.format(), call.peer()));
				return next.handle(call);
			};
		}

	}

}
