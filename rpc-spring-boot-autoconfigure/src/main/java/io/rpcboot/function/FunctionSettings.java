package io.rpcboot.function;

import java.time.Duration;

import io.rpcboot.message.Naming;

/**
 * How functions are registered and executed.
 *
 * @param naming how the names of functions and parameters are written on the wire, where
 * none is given explicitly
 * @param asyncTimeout how long a result may come after the method has returned
 */
public record FunctionSettings(Naming naming, Duration asyncTimeout) {

	/** Names as they are, five minutes. */
	public static final FunctionSettings DEFAULT = new FunctionSettings(Naming.AS_IS, Duration.ofMinutes(5));

}
