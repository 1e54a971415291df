package io.rpcboot.observation;

import io.rpcboot.message.Call;
import io.rpcboot.message.MessageFormat;

/**
 * How a call's format is called in OpenTelemetry's conventions, which know JSON-RPC only.
 */
final class OpenTelemetrySystem {

	private OpenTelemetrySystem() {
	}

	static String of(Call call) {
		return (call.format() == MessageFormat.JSON_RPC) ? "jsonrpc" : "multiprocessing";
	}

}
