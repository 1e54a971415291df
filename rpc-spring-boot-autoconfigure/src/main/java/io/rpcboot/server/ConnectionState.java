package io.rpcboot.server;

import java.time.Duration;
import java.util.List;

import io.rpcboot.message.CallState;
import io.rpcboot.message.MessageFormat;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a server.
 *
 * @param peer who is at its other end: host and port, or "a local program"
 * @param authenticated whether it is through its handshake
 * @param principal whose key its peer has; {@code null} if that is the key of
 * {@code rpc.server.authkey}, or none
 * @param key the place of the key among those of the principal, from 0; {@code null} for
 * none
 * @param format the format of its first valid message, {@code null} if there was none
 * @param age how long ago it was accepted
 * @param calls its calls that run
 */
public record ConnectionState(String peer, boolean authenticated, @Nullable String principal, @Nullable Integer key,
		@Nullable MessageFormat format, Duration age, List<CallState> calls) {

}
