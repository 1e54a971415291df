package io.rpcboot.observation;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.rpcboot.message.Call;

/**
 * A call that a client makes. What a tracer propagates travels with it as metadata.
 */
public class RpcClientObservationContext extends SenderContext<RpcClientObservationContext> {

	private final Call call;

	private Map<String, String> propagated = Map.of();

	RpcClientObservationContext(Call call) {
		super((context, name, value) -> {
			if (context != null) {
				context.propagate(name, value);
			}
		}, Kind.CLIENT);
		this.call = call;
		setCarrier(this);
		setRemoteServiceName(call.peer());
	}

	private void propagate(String name, String value) {
		// most calls have no tracer
		this.propagated = this.propagated.isEmpty() ? new HashMap<>(this.call.metadata()) : this.propagated;
		this.propagated.put(name, value);
	}

	/**
	 * Gives the call.
	 * @return the call; its arguments must not be read
	 */
	public Call call() {
		return this.call;
	}

	Call callToSend() {
		return this.propagated.isEmpty() ? this.call : this.call.withMetadata(this.propagated);
	}

}
