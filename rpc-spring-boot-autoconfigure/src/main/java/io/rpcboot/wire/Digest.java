package io.rpcboot.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The digests that Python 3.12 and later name in a handshake.
 */
enum Digest {

	MD5("md5", "HmacMD5"),

	SHA256("sha256", "HmacSHA256"),

	SHA384("sha384", "HmacSHA384"),

	SHA3_256("sha3_256", "HmacSHA3-256"),

	SHA3_384("sha3_384", "HmacSHA3-384");

	private final byte[] prefix;

	private final String algorithm;

	Digest(String name, String algorithm) {
		this.prefix = ("{" + name + "}").getBytes(StandardCharsets.US_ASCII);
		this.algorithm = algorithm;
	}

	byte[] prefix() {
		return this.prefix;
	}

	/**
	 * Finds the digest that a message names at its beginning.
	 * @param message a challenge or an answer
	 * @return the digest, or {@code null} if it names none of these
	 */
	static @Nullable Digest named(byte[] message) {
		for (Digest digest : values()) {
			if (startsWith(message, digest.prefix)) {
				return digest;
			}
		}
		return null;
	}

	private static boolean startsWith(byte[] message, byte[] prefix) {
		return message.length >= prefix.length
				&& MessageDigest.isEqual(java.util.Arrays.copyOf(message, prefix.length), prefix);
	}

	byte[] mac(AuthKey key, byte[] message) {
		try {
			Mac mac = Mac.getInstance(this.algorithm);
			mac.init(new SecretKeySpec(key.secret(), this.algorithm));
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new HandshakeException(HandshakeException.Reason.DIGEST_UNAVAILABLE,
					this.algorithm + " is not available in this JVM", ex);
		}
	}

}
