package io.rpcboot.message;

import java.time.Duration;
import java.util.Map;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A request or notification of JSON-RPC.
 *
 * @param id its id as it stands in the message, {@code null} for a notification
 * @param method the function
 * @param params the arguments as they stand in the message, {@code null} for none
 * @param metadata the texts in {@code meta}
 * @param timeout how long the caller waits, {@code null} if that is not told
 * @param problem why it is no valid request, {@code null} if it is one
 */
record JsonRpcRequest(@Nullable Payload id, String method, @Nullable Payload params, Map<String, String> metadata,
		@Nullable Duration timeout, @Nullable String problem) {

	boolean isNotification() {
		return this.id == null && this.problem == null;
	}

}
