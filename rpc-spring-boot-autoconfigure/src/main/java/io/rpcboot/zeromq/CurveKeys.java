package io.rpcboot.zeromq;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.zeromq.ZMQ;

/**
 * Keys of CURVE.
 */
public final class CurveKeys {

	// command name, nonce, flags, and the tag of the box
	// (https://rfc.zeromq.org/spec/26/)
	static final int OVERHEAD = 33;

	private CurveKeys() {
	}

	/**
	 * Reads a key.
	 * @param text the key in Z85 (https://rfc.zeromq.org/spec/32/), 40 characters
	 * @return its 32 bytes
	 * @throws IllegalArgumentException if it is no key; the message does not repeat it
	 */
	public static byte[] parse(String text) {
		if (text.length() != ZMQ.Curve.KEY_SIZE_Z85) {
			throw new IllegalArgumentException(
					"it has %d characters, and a key of CURVE has %d".formatted(text.length(), ZMQ.Curve.KEY_SIZE_Z85));
		}
		if (!text.matches("[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]+")) {
			throw new IllegalArgumentException("it has a character that no key of CURVE has");
		}
		return ZMQ.Curve.z85Decode(text);
	}

	/**
	 * Finds the public key that belongs to a secret one: so nobody can configure two that
	 * do not fit, which would be refused without a word.
	 * @param secretKey 32 bytes
	 * @return 32 bytes
	 */
	static byte[] publicKey(byte[] secretKey) {
		byte[] publicKey = new byte[ZMQ.Curve.KEY_SIZE];
		curve25519xsalsa20poly1305.crypto_box_getpublickey(publicKey, secretKey);
		return publicKey;
	}

}
