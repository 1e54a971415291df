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
 */
public record CallOptions(ValueType resultType, Duration timeout, String timeoutSource, boolean idempotent) {

}
