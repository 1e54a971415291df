package io.rpcboot.message;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What to send back for a message.
 *
 * @param frame one whole frame, valid until the next message is answered; {@code null}
 * where nothing is to be sent
 * @param complaint why the message was refused before it was a call; {@code null} where
 * it was one
 */
public record Reply(@Nullable Payload frame, @Nullable CallRefusedException complaint) {

	/**
	 * Finds out whether a failure is one of the message.
	 * @param failure the failure, {@code null} for none
	 * @return the failure, {@code null} where the message was not at fault
	 */
	static @Nullable CallRefusedException complaint(@Nullable Throwable failure) {
		if (!(failure instanceof CallRefusedException refused)) {
			return null;
		}
		return switch (refused.reason()) {
			case UNREADABLE, INVALID_MESSAGE, TOO_LARGE, NOT_ALLOWED -> refused;
			case UNKNOWN_FUNCTION, ARGUMENTS, OVERLOADED, STOPPING -> null;
		};
	}

}
