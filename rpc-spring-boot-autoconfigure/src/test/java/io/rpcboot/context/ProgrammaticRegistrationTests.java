package io.rpcboot.context;

import java.lang.reflect.Method;
import java.util.function.IntBinaryOperator;

import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.DuplicateFunctionException;
import io.rpcboot.function.RpcFunctionRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Functions that a program registers, without annotations.
 */
class ProgrammaticRegistrationTests {

	private final ApplicationContextRunner runner = ServerRunner.listening();

	@Test
	void whenBeanRegistersALambdaBeforeTheStartThenTheServerOpens() {
		ServerRunner.unconfigured()
			.withBean("registrar", Registrar.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessage("There are functions to be called (@RpcFunction), but no address to listen on."));
		this.runner.withBean("registrar", Registrar.class).run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"discount\", [], {\"price\": 10, \"percent\": 20}]")).isEqualTo("8");
			}
		});
	}

	@Test
	void whenFunctionIsRegisteredAfterTheStartThenOpenConnectionsSeeIt() {
		this.runner.run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"twice\", [4], {}]"))
					.isEqualTo("AttributeError: there is no function 'twice' here");
				Functions.registry(context).register("twice", new Calculator(), method("twice"));
				assertThat(client.call("[\"twice\", [], {\"number\": 4}]")).isEqualTo("8");
				assertThat(Functions.registry(context).unregister("twice")).isTrue();
				assertThat(client.call("[\"twice\", [4], {}]"))
					.isEqualTo("AttributeError: there is no function 'twice' here");
				assertThat(Functions.registry(context).unregister("twice")).isFalse();
			}
		});
	}

	@Test
	void whenInterfaceWasCompiledWithoutNamesThenArgumentsArePositional() {
		this.runner.run((context) -> {
			Functions.registry(context).register("add", IntBinaryOperator.class, Integer::sum);
			assertThat(Functions.signatures(context)).containsExactly("add(arg0: int, arg1: int, /) -> int");
			assertThat(Functions.call(context, "[\"add\", [1, 2], {}]")).isEqualTo("3");
		});
	}

	@Test
	void whenNameIsTakenThenTheSecondRegistrationIsRefused() {
		this.runner.run((context) -> {
			RpcFunctionRegistry registry = Functions.registry(context);
			registry.register("add", IntBinaryOperator.class, Integer::sum);
			assertThatExceptionOfType(DuplicateFunctionException.class)
				.isThrownBy(() -> registry.register("add", IntBinaryOperator.class, (x, y) -> x - y))
				.withMessage("The function 'add' is declared twice: by a registration by program "
						+ "(java.util.function.IntBinaryOperator.applyAsInt) and by a registration by program "
						+ "(java.util.function.IntBinaryOperator.applyAsInt)");
			assertThat(Functions.call(context, "[\"add\", [1, 2], {}]")).isEqualTo("3");
		});
	}

	@Test
	void whenNameIsReservedThenItIsRefused() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> Functions.registry(context).register("rpc.add", IntBinaryOperator.class, Integer::sum))
			.withMessage("java.util.function.IntBinaryOperator.applyAsInt cannot be a function: its name rpc.add "
					+ "begins with 'rpc.', which JSON-RPC reserves"));
	}

	@Test
	void whenTypeHasSeveralMethodsThenItIsRefused() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> Functions.registry(context).register("text", CharSequence.class, "text"))
			.withMessage("java.lang.CharSequence cannot be a function: it is no interface with one abstract method"));
	}

	private static Method method(String name) {
		Method method = ReflectionUtils.findMethod(Calculator.class, name, int.class);
		assertThat(method).isNotNull();
		return method;
	}

	@FunctionalInterface
	interface Discount {

		int apply(int price, int percent);

	}

	static class Registrar {

		Registrar(RpcFunctionRegistry registry) {
			registry.register("discount", Discount.class, (price, percent) -> price - price * percent / 100);
		}

	}

	static class Calculator {

		int twice(int number) {
			return 2 * number;
		}

	}

}
