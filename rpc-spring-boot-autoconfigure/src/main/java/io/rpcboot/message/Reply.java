package io.rpcboot.message;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What to send back for a message.
 *
 * @param frame one whole frame, valid until the next message is answered
 * @param complaint what was wrong with the message beyond the failure of a call, for the
 * log; {@code null} where it was a call
 */
public record Reply(Payload frame, @Nullable String complaint) {

	/**
	 * Tells what is to be said of a failure in the log.
	 * @param failure the failure
	 * @return the complaint, {@code null} where the message was not at fault
	 */
	static @Nullable String complaint(Throwable failure) {
		return (failure instanceof CallRefusedException refused
				&& (refused.reason() == Reason.INVALID_MESSAGE || refused.reason() == Reason.NOT_ALLOWED))
						? refused.getMessage() : null;
	}

}
