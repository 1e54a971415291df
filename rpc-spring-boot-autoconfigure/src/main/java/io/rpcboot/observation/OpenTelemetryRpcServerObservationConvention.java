package io.rpcboot.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.observation.RpcObservationDocumentation.OpenTelemetryKeyNames;
import io.rpcboot.observation.RpcObservationDocumentation.ServerKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Names and tags of OpenTelemetry's semantic conventions for RPC, in their version 1.40.
 * They have no name for a caller, whose tag is {@code principal} here, too. Since meters
 * of one name have the same tags, {@code error.type} is {@code none} where nothing
 * failed.
 */
public class OpenTelemetryRpcServerObservationConvention implements RpcServerObservationConvention {

	private static final String OTHER_METHOD = "_OTHER";

	@Override
	public String getName() {
		return "rpc.server.call.duration";
	}

	@Override
	public String getContextualName(RpcServerObservationContext context) {
		return context.isKnownFunction() ? context.call().function() : OpenTelemetrySystem.of(context.call());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RpcServerObservationContext context) {
		// by name: what is in order need not be sorted, for each call
		return KeyValues.of(KeyValue.of(OpenTelemetryKeyNames.ERROR_TYPE, errorType(context.getError())),
				KeyValue.of(ServerKeyNames.PRINCIPAL, principal(context)),
				KeyValue.of(OpenTelemetryKeyNames.RPC_METHOD,
						context.isKnownFunction() ? context.call().function() : OTHER_METHOD),
				KeyValue.of(OpenTelemetryKeyNames.RPC_SYSTEM_NAME, OpenTelemetrySystem.of(context.call())));
	}

	private static String principal(RpcServerObservationContext context) {
		String principal = context.call().principal();
		return (principal != null) ? principal : KeyValue.NONE_VALUE;
	}

	private static String errorType(@Nullable Throwable error) {
		if (error == null) {
			return KeyValue.NONE_VALUE;
		}
		return (error instanceof CallRefusedException refusal) ? refusal.reason().name() : error.getClass().getName();
	}

}
