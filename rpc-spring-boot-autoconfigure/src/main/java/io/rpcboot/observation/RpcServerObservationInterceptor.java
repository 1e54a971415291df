package io.rpcboot.observation;

import java.util.function.Predicate;

import io.micrometer.observation.ObservationRegistry;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.server.ServerCallInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls that the server executes.
 */
public final class RpcServerObservationInterceptor implements ServerCallInterceptor {

	private static final RpcServerObservationConvention DEFAULT = new DefaultRpcServerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable RpcServerObservationConvention convention;

	private final Predicate<String> functions;

	/**
	 * Creates an interceptor.
	 * @param registry where observations go
	 * @param convention their names and tags, or {@code null} for the default ones
	 * @param functions tells whether there is a function of a name
	 */
	public RpcServerObservationInterceptor(ObservationRegistry registry,
			@Nullable RpcServerObservationConvention convention, Predicate<String> functions) {
		this.registry = registry;
		this.convention = convention;
		this.functions = functions;
	}

	@Override
	public @Nullable Object intercept(Call call, CallHandler next) throws Exception {
		return ObservedCall.handle(RpcObservationDocumentation.RPC_SERVER_REQUESTS.observation(this.convention, DEFAULT,
				() -> new RpcServerObservationContext(call, this.functions.test(call.function())), this.registry), call,
				next);
	}

}
