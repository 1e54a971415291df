package io.rpcboot.wire;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How a connection is secured.
 *
 * @param handshake how both sides prove that they know the authkey; {@code null} for not
 * at all
 * @param tls how what is sent is encrypted, asked for each new connection; {@code null}
 * for not at all. Unix sockets are never encrypted
 */
public record Security(@Nullable Handshake handshake, @Nullable Supplier<Tls> tls) {

	/**
	 * Secures connections by the authkey alone.
	 * @param handshake how both sides prove that they know it; {@code null} for not at
	 * all
	 * @return without TLS
	 */
	public static Security of(@Nullable Handshake handshake) {
		return new Security(handshake, null);
	}

}
