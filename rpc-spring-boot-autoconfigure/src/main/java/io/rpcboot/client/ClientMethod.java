package io.rpcboot.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.CallOptions;
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
	 * Tells which values go by position, and which by keyword. An empty {@link Optional}
	 * is left out, so that the function's own default applies; what follows it goes by
	 * keyword then.
	 * @param values the values that the method was called with
	 * @return the arguments of the call
	 */
	Arguments arguments(@Nullable Object[] values) {
		List<@Nullable Object> positional = new ArrayList<>(values.length);
		Map<String, @Nullable Object> keywords = new LinkedHashMap<>(0);
		boolean leftOut = false;
		for (int i = 0; i < values.length; i++) {
			Parameter parameter = this.parameters.get(i);
			Object value = values[i];
			if (value instanceof Optional<?> optional && optional.isEmpty()) {
				leftOut = true;
				continue;
			}
			value = (value instanceof Optional<?> optional) ? optional.get() : value;
			if (parameter.kind() == Kind.POSITIONAL && !leftOut) {
				positional.add(value);
			}
			else {
				parameter.addTo(positional, keywords, value);
			}
		}
		return new ArgumentValues(positional, keywords);
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

		private void addTo(List<@Nullable Object> positional, Map<String, @Nullable Object> keywords,
				@Nullable Object value) {
			if (this.kind == Kind.VARARGS && value != null) {
				for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
					positional.add(java.lang.reflect.Array.get(value, i));
				}
			}
			else if (this.kind == Kind.KWARGS) {
				if (value != null) {
					((Map<?, ?>) value).forEach((name, entry) -> keywords.put(String.valueOf(name), entry));
				}
			}
			else {
				keywords.put(this.name, value);
			}
		}

	}

}
