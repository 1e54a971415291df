package io.rpcboot.message;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What to send back for a message.
 *
 * @param frame one whole frame, valid until the next message is answered; {@code null}
 * where nothing is to be sent
 * @param complaint what was wrong with the message beyond the failure of a call, for the
 * log; {@code null} where it was a call
 */
public record Reply(@Nullable Payload frame, @Nullable String complaint) {

	/**
	 * Tells what is to be said of a failure in the log.
	 * @param failure the failure, {@code null} for none
	 * @return the complaint, {@code null} where the message was not at fault
	 */
	static @Nullable String complaint(@Nullable Throwable failure) {
		if (!(failure instanceof CallRefusedException refused)) {
			return null;
		}
		return switch (refused.reason()) {
			case UNREADABLE, INVALID_MESSAGE, NOT_ALLOWED -> refused.getMessage();
			case UNKNOWN_FUNCTION, ARGUMENTS, OVERLOADED, STOPPING -> null;
		};
	}

}
