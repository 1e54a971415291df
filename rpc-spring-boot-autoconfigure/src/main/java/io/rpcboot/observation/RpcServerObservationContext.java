package io.rpcboot.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.rpcboot.message.Call;

/**
 * A call that the server executes. A tracer finds in its metadata what the caller has
 * propagated.
 */
public class RpcServerObservationContext extends ReceiverContext<Call> {

	private final Call call;

	private final boolean known;

	RpcServerObservationContext(Call call, boolean known) {
		super((received, name) -> received.metadata().get(name), Kind.SERVER);
		this.call = call;
		this.known = known;
		setCarrier(call);
	}

	/**
	 * Gives the call.
	 * @return the call; its arguments must not be read
	 */
	public Call call() {
		return this.call;
	}

	/**
	 * Tells whether there is a function of the call's name: any other name must not
	 * become the value of a tag.
	 * @return whether the function is known
	 */
	public boolean isKnownFunction() {
		return this.known;
	}

}
