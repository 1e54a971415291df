package io.rpcboot.message;

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

}
