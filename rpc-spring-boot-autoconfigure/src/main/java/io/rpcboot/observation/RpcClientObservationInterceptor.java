package io.rpcboot.observation;

import io.micrometer.observation.ObservationRegistry;
import io.rpcboot.client.ClientCallInterceptor;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import org.jspecify.annotations.Nullable;

/**
 * Observes the calls that clients make.
 */
public final class RpcClientObservationInterceptor implements ClientCallInterceptor {

	private final ObservationRegistry registry;

	private final @Nullable RpcClientObservationConvention convention;

	// not shared with others: it knows the names that have become tags
	private final RpcClientObservationConvention defaultConvention = new DefaultRpcClientObservationConvention();

	/**
	 * Creates an interceptor.
	 * @param registry where observations go
	 * @param convention their names and tags, or {@code null} for the default ones
	 */
	public RpcClientObservationInterceptor(ObservationRegistry registry,
			@Nullable RpcClientObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public @Nullable Object intercept(Call call, CallHandler next) throws Exception {
		return ObservedCall.handle(RpcObservationDocumentation.RPC_CLIENT_REQUESTS.observation(this.convention,
				this.defaultConvention, () -> new RpcClientObservationContext(call), this.registry), call, next);
	}

}
