package io.rpcboot.context;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.client.AsyncCallAdapter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Makes calls that begin when somebody subscribes: for Reactor's {@link Mono} and what it
 * knows to convert to. Cancelling the subscription interrupts the call.
 */
public final class ReactiveCallAdapter implements AsyncCallAdapter {

	@Override
	public @Nullable Function<Supplier<CompletableFuture<?>>, Object> adapterFor(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return (adapter == null || adapter.isMultiValue()) ? null : (call) -> adapter.fromPublisher(start(call));
	}

	// The subscriber's context may have what threads usually have, such as a trace:
	// "handle" lets the thread have it that begins the call.
	private static Mono<Object> start(Supplier<CompletableFuture<?>> call) {
		return Mono.just(call)
			.<CompletableFuture<?>>handle((starter, sink) -> sink.next(starter.get()))
			.flatMap(Mono::fromFuture);
	}

}
