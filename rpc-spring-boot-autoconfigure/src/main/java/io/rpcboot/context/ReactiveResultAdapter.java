package io.rpcboot.context;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.rpcboot.function.AsyncResultAdapter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Waits for the single value of reactive types: those of Reactor and what it knows to
 * convert.
 */
public final class ReactiveResultAdapter implements AsyncResultAdapter {

	@Override
	public @Nullable Function<Object, CompletionStage<?>> adapterFor(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter == null) {
			return null;
		}
		if (adapter.isMultiValue()) {
			throw new IllegalArgumentException(
					"it returns a stream (%s); return its values as a list, such as Mono<List<...>>"
						.formatted(type.getSimpleName()));
		}
		// what belongs to the call goes on with it, to whatever threads those are
		return (result) -> Mono.from(adapter.toPublisher(result)).contextCapture().toFuture();
	}

}
