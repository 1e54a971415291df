package io.rpcboot.function;

import java.util.Map;
import java.util.Optional;

import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.message.Calls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of how arguments find their parameters. Each failure is what CPython says of a
 * function with the same signature.
 */
class CallingConventionTests {

	private final Calls calls = Calls.of(new Functions());

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			["add", [2, 3], {}]                               | 5
			["add", [2], {"y": 3}]                            | 5
			["add", [], {"y": 3, "x": 2}]                     | 5
			["none", [], {}]                                  | null
			["greet", ["Ann"], {}]                            | "hello Ann 1 null"
			["greet", ["Ann", "good day"], {"times": 2}]      | "good day Ann 2 null"
			["greet", ["Ann"], {"title": "Dr"}]               | "hello Ann 1 Dr"
			["greet", ["Ann"], {"title": null}]               | "hello Ann 1 null"
			["join", [], {}]                                  | ","
			["join", ["-", "a", "b"], {}]                     | "a-b,"
			["join", ["-"], {"separator2": "+"}]              | ",separator2=+"
			["join", [], {"separator": "-", "k": 1, "l": 2}]  | ",k=1,l=2"
			["total", [1.5, 2, 3], {}]                        | 6.5
			["total", [], {}]                                 | 0.0
			["mean", [[1.0, 2.0]], {}]                        | 1.5
			["keyword", [1], {"k": 2}]                        | 3
			["renamed", [], {"from": 7}]                      | 7
			""")
	void argumentsAreBoundByPositionAndByKeyword(String call, String result) {
		assertThat(this.calls.call(call)).isEqualTo(result);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					["add", [2], {}]                      | TypeError: add() missing 1 required positional argument: 'y'
					["add", [], {}]                       | TypeError: add() missing 2 required positional arguments: 'x' and 'y'
					["three", [], {}]                     | TypeError: three() missing 3 required positional arguments: 'a', 'b', and 'c'
					["add", [1, 2, 3], {}]                | TypeError: add() takes 2 positional arguments but 3 were given
					["none", [1], {}]                     | TypeError: none() takes 0 positional arguments but 1 was given
					["one", [1, 2], {}]                   | TypeError: one() takes 1 positional argument but 2 were given
					["greet", ["a", "b", "c"], {}]        | TypeError: greet() takes from 1 to 2 positional arguments but 3 were given
					["keyword", [1, 2], {"k": 3}]         | TypeError: keyword() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given
					["keyword", [1], {}]                  | TypeError: keyword() missing 1 required keyword-only argument: 'k'
					["keyword", [], {}]                   | TypeError: keyword() missing 1 required positional argument: 'x'
					["add", [1], {"z": 2}]                | TypeError: add() got an unexpected keyword argument 'z'
					["add", [1, 2], {"x": 3}]             | TypeError: add() got multiple values for argument 'x'
					["add", [1], {"y": 2, "y": 3}]        | TypeError: add() got multiple values for argument 'y'
					["join", [], {"k": 1, "k": 2}]        | TypeError: join() got multiple values for argument 'k'
					["subtract", [1], {}]                 | AttributeError: there is no function 'subtract' here
					""")
	void whatDoesNotFitIsToldInPythonsWords(String call, String failure) {
		assertThat(this.calls.call(call)).isEqualTo(failure);
	}

	@Test
	void signaturesAreShownAsPythonWritesThem() {
		assertThat(this.calls.registry().functions()).extracting(RegisteredFunction::signature)
			.containsExactly("add(x: int, y: int) -> int",
					"greet(name: String, greeting: String = 'hello', *, times: int = 1, title: Optional<String> = None)"
							+ " -> String",
					"join(separator: String = ',', *parts: String, **options: Object) -> String",
					"keyword(x: int, *, k: int) -> int", "mean(values: double[]) -> double", "none() -> void",
					"one(x: int) -> int", "renamed(from: int) -> int",
					"three(a: Object, b: Object, c: Object) -> Object", "total(*values: double) -> double");
	}

	@Test
	void aDefaultThatDoesNotFitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Calls.of(new Object() {

			int wrong(@RpcParam(defaultValue = "one") int count) {
				return count;
			}

		}))
			.withMessageEndingWith(
					".wrong cannot be a function: the default 'one' of its parameter 'count' does not fit int");
	}

	@Test
	void keywordsThatAreLeftOverNeedAMap() {
		assertThatIllegalArgumentException().isThrownBy(() -> Calls.of(new Object() {

			void wrong(@RpcKwargs String options) {
			}

		}))
			.withMessageEndingWith(
					".wrong cannot be a function: a parameter with @RpcKwargs has to be a Map<String, ?>");
	}

	@Test
	void twoParametersOfOneNameAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Calls.of(new Object() {

			void wrong(int x, @RpcParam(name = "x") int y) {
			}

		})).withMessageEndingWith(".wrong cannot be a function: two of its parameters have the name 'x'");
	}

	static class Functions {

		int add(int x, int y) {
			return x + y;
		}

		void none() {
		}

		int one(int x) {
			return x;
		}

		Object three(Object a, Object b, Object c) {
			return a;
		}

		String greet(String name, @RpcParam(defaultValue = "hello") String greeting,
				@RpcKeyword @RpcParam(defaultValue = "1") int times, @RpcKeyword Optional<String> title) {
			return greeting + " " + name + " " + times + " " + title.orElse(null);
		}

		String join(@RpcParam(defaultValue = ",") String separator, @RpcKwargs Map<String, Object> options,
				String... parts) {
			StringBuilder joined = new StringBuilder(String.join(separator, parts)).append(',');
			options.forEach((name, value) -> joined.append(name).append('=').append(value).append(','));
			return options.isEmpty() ? joined.toString() : joined.substring(0, joined.length() - 1);
		}

		double total(double... values) {
			double total = 0;
			for (double value : values) {
				total += value;
			}
			return total;
		}

		double mean(double[] values) {
			return (values[0] + values[1]) / 2;
		}

		int keyword(int x, @RpcKeyword int k) {
			return x + k;
		}

		int renamed(@RpcParam(name = "from") int start) {
			return start;
		}

	}

}
