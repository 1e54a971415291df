package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * What a peer answered: a result or a failure.
 *
 * @param value the result, {@code null} for None or where there is a failure
 * @param error the failure, {@code null} where there is a result
 */
public record RemoteReply(@Nullable Object value, @Nullable RemoteError error) {

}
