package io.rpcboot.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.observation.RpcObservationDocumentation.ClientKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.LowCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * The names and tags that {@link RpcObservationDocumentation} describes.
 */
public class DefaultRpcClientObservationConvention implements RpcClientObservationConvention {

	private final ClientNames names = new ClientNames();

	@Override
	public String getName() {
		return "rpc.client.requests";
	}

	@Override
	public String getContextualName(RpcClientObservationContext context) {
		return "rpc " + context.call().function();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RpcClientObservationContext context) {
		// by name: what is in order need not be sorted, for each call
		return KeyValues.of(KeyValue.of(ClientKeyNames.CLIENT, context.call().peer()),
				KeyValue.of(LowCardinalityKeyNames.EXCEPTION, exception(context.getError())),
				KeyValue.of(LowCardinalityKeyNames.FORMAT, context.call().format().toString()),
				KeyValue.of(LowCardinalityKeyNames.FUNCTION, this.names.function(context.call())),
				KeyValue.of(LowCardinalityKeyNames.OUTCOME, outcome(context.getError())));
	}

	private static String outcome(@Nullable Throwable error) {
		if (error == null) {
			return "SUCCESS";
		}
		return (error instanceof RpcRemoteException) ? "SERVER_ERROR" : "UNKNOWN";
	}

	private String exception(@Nullable Throwable error) {
		if (error == null) {
			return KeyValue.NONE_VALUE;
		}
		return (error instanceof RpcRemoteException remote) ? this.names.exception(remote) : ExceptionName.of(error);
	}

}
