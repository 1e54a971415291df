package io.rpcboot.observation;

import io.micrometer.observation.Observation;
import io.rpcboot.message.Call;

/**
 * A call that the server executes.
 */
public class RpcServerObservationContext extends Observation.Context {

	private final Call call;

	private final boolean known;

	RpcServerObservationContext(Call call, boolean known) {
		this.call = call;
		this.known = known;
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
