package io.rpcboot.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.observation.RpcObservationDocumentation.OpenTelemetryClientKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.OpenTelemetryKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Names and tags of OpenTelemetry's semantic conventions for RPC, in their version 1.40.
 * Since meters of one name have the same tags, {@code error.type} is {@code none} where
 * nothing failed.
 */
public class OpenTelemetryRpcClientObservationConvention implements RpcClientObservationConvention {

	private final ClientNames names = new ClientNames();

	@Override
	public String getName() {
		return "rpc.client.call.duration";
	}

	@Override
	public String getContextualName(RpcClientObservationContext context) {
		return context.call().function();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RpcClientObservationContext context) {
		// by name: what is in order need not be sorted, for each call
		return KeyValues.of(KeyValue.of(OpenTelemetryKeyNames.ERROR_TYPE, errorType(context.getError())),
				KeyValue.of(OpenTelemetryKeyNames.RPC_METHOD, this.names.function(context.call())),
				KeyValue.of(OpenTelemetryKeyNames.RPC_SYSTEM_NAME, OpenTelemetrySystem.of(context.call())),
				KeyValue.of(OpenTelemetryClientKeyNames.SERVER_ADDRESS, context.call().peer()));
	}

	private String errorType(@Nullable Throwable error) {
		if (error == null) {
			return KeyValue.NONE_VALUE;
		}
		return (error instanceof RpcRemoteException remote) ? this.names.exception(remote) : error.getClass().getName();
	}

}
