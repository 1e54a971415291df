package io.rpcboot.message;

import java.time.Duration;

/**
 * How to make a call.
 *
 * @param resultType what the result is read into
 * @param timeout how long it may take in all
 * @param timeoutSource what sets the timeout, for messages: a property or a method
 * @param idempotent whether it may be repeated where it is not known whether it was
 * executed
 * @param oneWay whether nobody waits for a result
 */
public record CallOptions(ValueType resultType, Duration timeout, String timeoutSource, boolean idempotent,
		boolean oneWay) {

	/**
	 * Changes the timeout.
	 * @param other how long the call may take in all
	 * @param source what sets this time
	 * @return other options, the same but for this
	 */
	public CallOptions withTimeout(Duration other, String source) {
		return new CallOptions(this.resultType, other, source, this.idempotent, this.oneWay);
	}

}
