package io.rpcboot.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

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
	 * Adds those of another server of the same application.
	 * @param other the other counts
	 * @return the keys of both, and the sums of their failures
	 */
	public HandshakeCounts and(HandshakeCounts other) {
		Map<String, Long> sums = new TreeMap<>(this.failed);
		other.failed.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
		return new HandshakeCounts(Stream.concat(this.accepted.stream(), other.accepted.stream()).toList(), sums);
	}

	/**
	 * How often a key was used.
	 *
	 * @param principal whose it is; {@code null} for that of {@code rpc.server.authkey}
	 * @param key its place in the list of the principal's keys, from 0
	 * @param count how many handshakes
	 * @param last when the last one was, {@code null} if there was none
	 */
	public record KeyUse(@Nullable String principal, int key, long count, @Nullable Instant last) {

		/**
		 * Begins to count.
		 * @param principal whose the key is
		 * @param key its place in the list of the principal's keys
		 * @return a key that nobody has used
		 */
		public static KeyUse none(@Nullable String principal, int key) {
			return new KeyUse(principal, key, 0, null);
		}

	}

}
