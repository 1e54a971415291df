package io.rpcboot.function;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Knows types of results that come later, beside {@link CompletionStage}.
 */
@FunctionalInterface
public interface AsyncResultAdapter {

	/** Knows none. */
	AsyncResultAdapter NONE = (type) -> null;

	/**
	 * Finds out whether results of a type come later.
	 * @param type what a method returns
	 * @return how to wait for such a result, or {@code null} if there is nothing to wait
	 * for
	 * @throws IllegalArgumentException if results of this type cannot be sent; the
	 * message tells why, to follow the method's name
	 */
	@Nullable Function<Object, CompletionStage<?>> adapterFor(Class<?> type);

}
