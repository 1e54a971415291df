package io.rpcboot.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * A secret that both peers know. Never printed.
 */
public final class AuthKey {

	private static final String BASE64 = "base64:";

	// fewer can be tried one after another once a handshake was listened to
	private static final int MIN_LENGTH = 16;

	private final byte[] secret;

	private AuthKey(byte[] secret) {
		this.secret = secret;
	}

	/**
	 * Reads a key as it stands in a configuration.
	 * @param text the key's text, which stands for its UTF-8 bytes, or {@code base64:}
	 * and the bytes in Base64
	 * @return the key
	 * @throws IllegalArgumentException if the key is empty or its Base64 is invalid; the
	 * message does not repeat the key
	 */
	public static AuthKey parse(String text) {
		byte[] secret = text.startsWith(BASE64) ? decode(text.substring(BASE64.length()))
				: text.getBytes(StandardCharsets.UTF_8);
		if (secret.length == 0) {
			throw new IllegalArgumentException("The authkey is empty");
		}
		return new AuthKey(secret);
	}

	private static byte[] decode(String base64) {
		try {
			return Base64.getDecoder().decode(base64);
		}
		catch (IllegalArgumentException ex) {
			// not the cause: its message can show a character of the key
			throw new IllegalArgumentException("The authkey begins with 'base64:' but is not valid Base64");
		}
	}

	byte[] secret() {
		return this.secret;
	}

	/**
	 * Tells whether the key can be found by trying, who has listened to a handshake.
	 * @return whether it has fewer than 16 bytes
	 */
	public boolean isShort() {
		return this.secret.length < MIN_LENGTH;
	}

	/**
	 * Compares in a time that does not tell where the keys differ.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AuthKey key && MessageDigest.isEqual(this.secret, key.secret);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.secret);
	}

	@Override
	public String toString() {
		return "AuthKey[secret]";
	}

}
