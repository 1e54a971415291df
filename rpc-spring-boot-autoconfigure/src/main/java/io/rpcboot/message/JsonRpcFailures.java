package io.rpcboot.message;

import java.util.Map;

import io.rpcboot.Executed;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.CallRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads the errors of JSON-RPC.
 */
final class JsonRpcFailures {

	private static final String FALLBACK = "RuntimeError";

	// the specification's own; others mean something else to each program
	private static final Map<Object, String> TYPES = Map.of(JsonRpcError.PARSE_ERROR.code(), "ValueError",
			JsonRpcError.INVALID_REQUEST.code(), "ValueError", JsonRpcError.METHOD_NOT_FOUND.code(), "AttributeError",
			JsonRpcError.INVALID_PARAMS.code(), "TypeError", JsonRpcError.INTERNAL_ERROR.code(), FALLBACK);

	// to other servers the codes may mean something else: the type has to fit
	private static final Map<JsonRpcError, Reason> REFUSALS = Map.of(JsonRpcError.OVERLOADED, Reason.OVERLOADED,
			JsonRpcError.STOPPING, Reason.STOPPING);

	private JsonRpcFailures() {
	}

	/**
	 * Reads an error. Its type is that of the exception where the peer tells it, else one
	 * that fits the code.
	 * @param error the member of the reply
	 * @return the failure
	 * @throws io.rpcboot.RpcException if the function was not executed, for a reason that
	 * passes
	 * @throws RpcTimeoutException if the time of the call was over
	 */
	static RemoteError toError(Object error) {
		if (!(error instanceof Map<?, ?> members)) {
			return new RemoteError(FALLBACK, String.valueOf(error));
		}
		Object code = members.get("code");
		String message = String.valueOf(members.get("message"));
		if (members.get("data") instanceof Map<?, ?> data && data.get("type") instanceof String type) {
			message = (data.get("message") instanceof String detail) ? detail : message;
			refuse(code, type, message);
			return new RemoteError(type, message,
					(data.get("traceback") instanceof String traceback) ? traceback : null);
		}
		String type = (code != null) ? TYPES.get(code) : null;
		if (type == null) {
			return new RemoteError(FALLBACK, "%s (error %s)".formatted(message, code));
		}
		return new RemoteError(type,
				(members.get("data") instanceof String detail) ? message + ": " + detail : message);
	}

	private static void refuse(@Nullable Object code, String type, String message) {
		REFUSALS.forEach((error, reason) -> {
			if (Integer.valueOf(error.code()).equals(code) && reason.pythonType().equals(type)) {
				throw reason.toException(message);
			}
		});
		if (code instanceof Integer number && number == JsonRpcError.TIMED_OUT.code()) {
			throw new RpcTimeoutException("the peer gave up: " + message, Executed.UNKNOWN, null);
		}
	}

}
