package io.rpcboot.server;

import java.util.Locale;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.HandshakeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended before its time, as the log tells it.
 *
 * @param cause what its thread met with
 * @param connection the connection
 * @param who its peer
 * @param authenticated whether it was through its handshake
 * @param displaced whether it had to make room for another one
 */
record ConnectionFailure(RpcException cause, Connection connection, String who, boolean authenticated,
		boolean displaced) {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	/**
	 * Writes it to the log: a warning if the peer was wrong.
	 * @param peers the log of peers
	 */
	void report(PeerLog peers) {
		String peer = this.connection.peer();
		if (wasDisplaced()) {
			peers.warn("displaced", peer, "Closed the connection of %s, %s (rpc.server.max-unauthenticated-connections)"
				.formatted(this.who,
						this.authenticated
								? "which had no place (rpc.server.max-connections): too many connections wait for one"
								: "which had not authenticated itself: too many connections are in their handshake"));
		}
		else if (this.cause instanceof RpcConnectionException && !isTruncatedHandshake()) {
			logger.debug("The connection of %s ended: %s".formatted(this.who, this.cause.getMessage()));
		}
		else {
			peers.warn(kind(), peer,
					"Closed the connection of %s: %s%s".formatted(this.who, this.cause.getMessage(), advice()));
		}
	}

	/**
	 * Names the reason for the counts of handshakes that failed.
	 * @return such as {@code wrong-key}; {@code null} if this is none, but the end of a
	 * probe or of a connection that was through its handshake
	 */
	@Nullable String handshakeFailure() {
		if (this.authenticated) {
			return null;
		}
		if (wasDisplaced()) {
			return "displaced";
		}
		if (this.cause instanceof RpcTimeoutException) {
			return "timeout";
		}
		if (this.cause instanceof RpcConnectionException) {
			return isTruncatedHandshake() ? "closed" : null;
		}
		HandshakeException.Reason reason = (this.cause instanceof HandshakeException handshake) ? handshake.reason()
				: HandshakeException.Reason.OTHER_PROTOCOL;
		return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	// One that had its verdict coming was wrong before it had to make room.
	private boolean wasDisplaced() {
		return this.displaced && !(this.cause instanceof HandshakeException);
	}

	// A peer that only connects is a probe; one that stops within its handshake is wrong.
	private boolean isTruncatedHandshake() {
		return !this.authenticated && this.connection.receivedAnything();
	}

	private String kind() {
		return (this.cause instanceof HandshakeException handshake) ? handshake.reason().name()
				: this.cause.getClass().getName();
	}

	private String advice() {
		if (this.cause instanceof HandshakeException handshake) {
			return advice(handshake.reason());
		}
		if (!(this.cause instanceof RpcTimeoutException) || this.connection.receivedAnything()) {
			return "";
		}
		return this.connection.isEstablished()
				? "; the peer sent nothing: it has no authkey, or waits for something else"
				: "; the peer may not speak TLS, which rpc.server.ssl.bundle asks for";
	}

	private static String advice(HandshakeException.Reason reason) {
		return switch (reason) {
			case NOT_TLS -> ", which rpc.server.ssl.bundle asks for";
			case CERTIFICATE_MISSING -> ", for which rpc.server.ssl.client-auth asks";
			case CERTIFICATE_UNTRUSTED -> "; the trust store of rpc.server.ssl.bundle decides";
			case CERTIFICATE_REFUSED, TLS_FAILED -> "; see rpc.server.ssl.bundle";
			default -> "";
		};
	}

}
