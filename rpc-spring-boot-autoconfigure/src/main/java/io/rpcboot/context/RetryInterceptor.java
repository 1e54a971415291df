package io.rpcboot.context;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientCallInterceptor;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Repeats calls that failed: those that were not executed, and those of idempotent
 * methods of which it is not known. All attempts share the time of the call; a client's
 * settings can limit each attempt of an idempotent method.
 */
public final class RetryInterceptor implements ClientCallInterceptor {

	private final int maxRetries;

	private final Duration delay;

	/**
	 * Creates an interceptor.
	 * @param maxRetries how often a call is repeated at most
	 * @param delay how long to wait before the first repetition; each further one waits
	 * twice as long
	 */
	public RetryInterceptor(int maxRetries, Duration delay) {
		this.maxRetries = maxRetries;
		this.delay = delay;
	}

	@Override
	public @Nullable Object intercept(Call call, CallHandler next) throws Exception {
		CallOptions options = call.options();
		if (options == null) {
			return next.handle(call);
		}
		long end = System.nanoTime() + options.timeout().toNanos();
		RetryPolicy policy = RetryPolicy.builder()
			.maxRetries(this.maxRetries)
			.delay(this.delay)
			.multiplier(2)
			.predicate((failure) -> end - System.nanoTime() > 0 && mayRepeat(failure, options.idempotent()))
			.build();
		try {
			Iterator<Call> attempts = Stream.iterate(call, (any) -> within(call, options, end)).iterator();
			Optional<Object> result = new RetryTemplate(policy)
				.execute(() -> Optional.ofNullable(next.handle(attempts.next())));
			return result.isPresent() ? result.get() : null;
		}
		catch (RetryException ex) {
			throw (ex.getCause() instanceof Exception last) ? last : ex;
		}
	}

	private static Call within(Call call, CallOptions options, long end) {
		Duration remaining = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
		return new Call(call.function(), call.arguments(), call.format(), call.peer(), call.metadata(),
				options.withTimeout(remaining, "the rest of " + options.timeoutSource()));
	}

	private static boolean mayRepeat(Throwable failure, boolean idempotent) {
		// a wrong key does not become right; an argument that cannot be written neither
		if (!(failure instanceof RpcException rpc) || failure instanceof RpcAuthenticationException) {
			return false;
		}
		boolean lost = failure instanceof RpcConnectionException || failure instanceof RpcTimeoutException;
		return lost && (rpc.executed() == Executed.NO || (idempotent && rpc.executed() == Executed.UNKNOWN));
	}

}
