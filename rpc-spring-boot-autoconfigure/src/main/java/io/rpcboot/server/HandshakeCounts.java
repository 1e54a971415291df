package io.rpcboot.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the handshakes of a server have ended since its start.
 *
 * @param accepted by which key, in the order of the configuration; those that nobody has
 * used, too
 * @param failed why not, such as {@code wrong-key}, and how often
 */
public record HandshakeCounts(List<KeyUse> accepted, Map<String, Long> failed) {

	/**
	 * How often a key was used.
	 *
	 * @param principal whose it is; {@code null} for that of {@code rpc.server.authkey}
	 * @param key its place in the list of the principal's keys, from 0
	 * @param count how many handshakes
	 * @param last when the last one was, {@code null} if there was none
	 */
	public record KeyUse(@Nullable String principal, int key, long count, @Nullable Instant last) {

	}

}
