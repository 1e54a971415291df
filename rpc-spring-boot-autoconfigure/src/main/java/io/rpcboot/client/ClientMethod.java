package io.rpcboot.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.RpcEncodingException;
import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.MessageFormat;
import org.jspecify.annotations.Nullable;

/**
 * A method of a client's interface, as it is called.
 *
 * @param function the name of the function
 * @param parameters the parameters in order
 * @param options how to make the call
 * @param delivery how the caller gets the result
 * @param later makes a result that comes later, where {@code delivery} says so
 */
record ClientMethod(String function, List<Parameter> parameters, CallOptions options, Delivery delivery,
		@Nullable Function<Supplier<CompletableFuture<?>>, Object> later) {

	/**
	 * Turns the values that the method was called with into arguments.
	 * @param values the values
	 * @param format how the call is written
	 * @return the arguments of the call
	 * @throws RpcEncodingException if Python has no way to pass them
	 */
	Arguments arguments(@Nullable Object[] values, MessageFormat format) {
		if (areAsTheyStand(values)) {
			return new ArgumentValues(Arrays.asList(values), Map.of());
		}
		ArgumentsBuilder arguments = new ArgumentsBuilder(format);
		for (int i = 0; i < values.length; i++) {
			arguments.add(this.parameters.get(i), values[i]);
		}
		return arguments.build();
	}

	private boolean areAsTheyStand(@Nullable Object[] values) {
		for (int i = 0; i < values.length; i++) {
			if (this.parameters.get(i).kind() != Kind.POSITIONAL || values[i] instanceof Optional) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How the caller gets the result.
	 */
	enum Delivery {

		/** It waits. */
		VALUE,

		/** It gets something that will have the result. */
		LATER,

		/** Not at all. */
		NONE

	}

	/**
	 * How an argument is passed.
	 */
	enum Kind {

		/** By position. */
		POSITIONAL,

		/** By keyword. */
		KEYWORD,

		/** Its elements by position. */
		VARARGS,

		/** Its entries by keyword. */
		KWARGS

	}

	/**
	 * A parameter.
	 *
	 * @param name its name on the wire
	 * @param kind how it is passed
	 */
	record Parameter(String name, Kind kind) {

	}

}
