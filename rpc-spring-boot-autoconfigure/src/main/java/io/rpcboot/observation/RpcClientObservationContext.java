package io.rpcboot.observation;

import io.micrometer.observation.Observation;
import io.rpcboot.message.Call;

/**
 * A call that a client makes.
 */
public class RpcClientObservationContext extends Observation.Context {

	private final Call call;

	RpcClientObservationContext(Call call) {
		this.call = call;
	}

	/**
	 * Gives the call.
	 * @return the call; its arguments must not be read
	 */
	public Call call() {
		return this.call;
	}

}
