package io.rpcboot.wire;

import io.rpcboot.RpcAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * A handshake that ended without both sides being content.
 */
public class HandshakeException extends RpcAuthenticationException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	HandshakeException(Reason reason, String message) {
		this(reason, message, null);
	}

	HandshakeException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Tells the cause as far as the bytes show it.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a handshake failed.
	 */
	public enum Reason {

		/** The peer's answer was made with another key. */
		WRONG_KEY,

		/** The peer refused our answer: its key is another one. */
		REFUSED_BY_PEER,

		/** The peer sent a message instead of an answer: it has no key. */
		NO_KEY,

		/** The peer needs MD5, and it is not allowed here. */
		MD5_REFUSED,

		/** The peer speaks HTTP. */
		HTTP,

		/** The peer speaks TLS. */
		TLS,

		/** The peer does not speak TLS. */
		NOT_TLS,

		/** The peer's certificate is not valid any more, or not yet. */
		CERTIFICATE_EXPIRED,

		/** The peer's certificate was issued by nobody who is trusted. */
		CERTIFICATE_UNTRUSTED,

		/** The peer's certificate is that of another host. */
		CERTIFICATE_OF_OTHER,

		/** The peer has no certificate. */
		CERTIFICATE_MISSING,

		/** The peer does not accept our certificate, or that there is none. */
		CERTIFICATE_REFUSED,

		/** Both sides speak TLS and do not agree. */
		TLS_FAILED,

		/** The peer speaks something else. */
		OTHER_PROTOCOL,

		/** This JVM lacks the digest. */
		DIGEST_UNAVAILABLE

	}

}
