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

	private static final RpcClientObservationConvention DEFAULT = new DefaultRpcClientObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable RpcClientObservationConvention convention;

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
		return ObservedCall.handle(RpcObservationDocumentation.RPC_CLIENT_REQUESTS.observation(this.convention, DEFAULT,
				() -> new RpcClientObservationContext(call), this.registry), call, next);
	}

}
