package io.rpcboot.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Knows types of results that come later, beside {@link CompletableFuture}.
 */
@FunctionalInterface
public interface AsyncCallAdapter {

	/** Knows none. */
	AsyncCallAdapter NONE = (type) -> null;

	/**
	 * Finds out whether a method's result comes later.
	 * @param type what the method returns
	 * @return makes such a result of what starts the call, or {@code null} if the type is
	 * that of a value
	 */
	@Nullable Function<Supplier<CompletableFuture<?>>, Object> adapterFor(Class<?> type);

}
