package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arguments that do not bind are complained of in the words of Python: each complaint is
 * compared with that of the interpreter for the same function in Python 3. Python 2.7 has
 * other words ("add() takes exactly 2 arguments (1 given)").
 */
class ArgumentBindingTests {

	@AutoClose
	private final TestServer server = TestServer.start();

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python3")
	void complaintsOfPlainParametersAreThoseOfPython(Interpreter python) {
		Transcript.replay(python, "binding.py", this.server, """
				>>> both('now', 1)
				"now() takes 0 positional arguments but 1 was given"
				>>> both('now', 1, 2)
				"now() takes 0 positional arguments but 2 were given"
				>>> both('add')
				"add() missing 2 required positional arguments: 'x' and 'y'"
				>>> both('add', 1)
				"add() missing 1 required positional argument: 'y'"
				>>> both('add', y=1)
				"add() missing 1 required positional argument: 'x'"
				>>> both('add', 1, 2, 3)
				"add() takes 2 positional arguments but 3 were given"
				>>> both('add', 1, 2, x=3)
				"add() got multiple values for argument 'x'"
				>>> both('add', 1, 2, 3, x=4)
				"add() got multiple values for argument 'x'"
				>>> both('add', 1, colour='red')
				"add() got an unexpected keyword argument 'colour'"
				>>> both('add', 1, 2, 3, colour='red')
				"add() got an unexpected keyword argument 'colour'"
				>>> both('volume')
				"volume() missing 3 required positional arguments: 'width', 'height', and 'depth'"
				>>> both('volume', height=1)
				"volume() missing 2 required positional arguments: 'width' and 'depth'"
				""");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python3")
	void complaintsOfDefaultsAndKeywordsAreThoseOfPython(Interpreter python) {
		Transcript.replay(python, "binding.py", this.server,
				"""
						>>> both('price')
						"price() missing 1 required positional argument: 'sku'"
						>>> both('price', 'cup', 1, 'EUR')
						"price() takes from 1 to 2 positional arguments but 3 were given"
						>>> both('price', 'cup', 1, 2, 3, currency='EUR')
						"price() takes from 1 to 2 positional arguments but 4 positional arguments (and 1 keyword-only argument) were given"
						>>> both('book', 'attic')
						"book() missing 2 required keyword-only arguments: 'day' and 'hour'"
						>>> both('book', 'attic', hour=9)
						"book() missing 1 required keyword-only argument: 'day'"
						>>> both('book', hour=9)
						"book() missing 1 required positional argument: 'room'"
						>>> both('book', 'attic', '2024-02-29', 9)
						"book() takes 1 positional argument but 3 were given"
						>>> both('book', 'attic', 1, day='2024-02-29', hour=9)
						"book() takes 1 positional argument but 2 positional arguments (and 2 keyword-only arguments) were given"
						>>> both('label', size=1, colour='red')
						"label() missing 1 required positional argument: 'text'"
						>>> both('label', 'a', 'b', text='c')
						"label() got multiple values for argument 'text'"
						""");
	}

	/**
	 * Python does from 3.13 on.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python3")
	void noOtherKeywordIsSuggested(Interpreter python) {
		Transcript.replay(python, "binding.py", this.server, """
				>>> java('volume', 1, 2, dept=3)
				"volume() got an unexpected keyword argument 'dept'"
				>>> python('volume', 1, 2, dept=3).replace(". Did you mean 'depth'?", '')
				"volume() got an unexpected keyword argument 'dept'"
				""");
	}

}
