package io.rpcboot.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.observation.RpcObservationDocumentation.LowCardinalityKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.ServerKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * The names and tags that {@link RpcObservationDocumentation} describes.
 */
public class DefaultRpcServerObservationConvention implements RpcServerObservationConvention {

	private static final KeyValue UNKNOWN_FUNCTION = KeyValue.of(LowCardinalityKeyNames.FUNCTION, "UNKNOWN");

	private static final KeyValue SUCCESS = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "SUCCESS");

	private static final KeyValue CLIENT_ERROR = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "CLIENT_ERROR");

	private static final KeyValue SERVER_ERROR = KeyValue.of(LowCardinalityKeyNames.OUTCOME, "SERVER_ERROR");

	private static final KeyValue NO_EXCEPTION = KeyValue.of(LowCardinalityKeyNames.EXCEPTION, KeyValue.NONE_VALUE);

	private static final KeyValue NO_PRINCIPAL = KeyValue.of(ServerKeyNames.PRINCIPAL, KeyValue.NONE_VALUE);

	@Override
	public String getName() {
		return "rpc.server.requests";
	}

	@Override
	public String getContextualName(RpcServerObservationContext context) {
		return "rpc " + function(context).getValue();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RpcServerObservationContext context) {
		// by name: what is in order need not be sorted, for each call
		return KeyValues.of(exception(context.getError()),
				KeyValue.of(LowCardinalityKeyNames.FORMAT, context.call().format().toString()), function(context),
				outcome(context.getError()), principal(context.call().principal()));
	}

	private static KeyValue function(RpcServerObservationContext context) {
		return context.isKnownFunction() ? KeyValue.of(LowCardinalityKeyNames.FUNCTION, context.call().function())
				: UNKNOWN_FUNCTION;
	}

	private static KeyValue principal(@Nullable String name) {
		return (name != null) ? KeyValue.of(ServerKeyNames.PRINCIPAL, name) : NO_PRINCIPAL;
	}

	private static KeyValue outcome(@Nullable Throwable error) {
		if (error == null) {
			return SUCCESS;
		}
		return (error instanceof CallRefusedException) ? CLIENT_ERROR : SERVER_ERROR;
	}

	private static KeyValue exception(@Nullable Throwable error) {
		return (error != null) ? KeyValue.of(LowCardinalityKeyNames.EXCEPTION, ExceptionName.of(error)) : NO_EXCEPTION;
	}

}
