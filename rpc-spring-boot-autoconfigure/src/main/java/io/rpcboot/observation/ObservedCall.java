package io.rpcboot.observation;

import io.micrometer.observation.Observation;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import org.jspecify.annotations.Nullable;

/**
 * A call within an observation.
 */
final class ObservedCall {

	private ObservedCall() {
	}

	@SuppressWarnings("try")
	static @Nullable Object handle(Observation observation, Call call, CallHandler next) throws Exception {
		observation.start();
		try (Observation.Scope scope = observation.openScope()) {
			return next.handle((observation.getContext() instanceof RpcClientObservationContext context)
					? context.callToSend() : call);
		}
		catch (Throwable ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

}
