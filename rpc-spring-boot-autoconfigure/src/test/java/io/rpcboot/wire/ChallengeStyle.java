package io.rpcboot.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ways in which Python challenges and answers, written without the code that is
 * tested.
 */
public enum ChallengeStyle {

	/** Python 2.7 to 3.11. */
	LEGACY("", "HmacMD5"),

	/** Python 3.12 and later, with each of the digests that it accepts. */
	MD5("{md5}", "HmacMD5"), SHA256("{sha256}", "HmacSHA256"), SHA384("{sha384}", "HmacSHA384"),
	SHA3_256("{sha3_256}", "HmacSHA3-256"), SHA3_384("{sha3_384}", "HmacSHA3-384");

	private final String prefix;

	private final String algorithm;

	ChallengeStyle(String prefix, String algorithm) {
		this.prefix = prefix;
		this.algorithm = algorithm;
	}

	/**
	 * Makes a challenge.
	 * @return its message, without the {@code #CHALLENGE#} before it
	 */
	public byte[] message() {
		return Bytes.concat(Bytes.of(this.prefix), Bytes.pattern((this == LEGACY) ? 20 : 40));
	}

	/**
	 * Answers a challenge.
	 * @param key the key
	 * @param message the message of the challenge
	 * @return the answer
	 */
	public byte[] answer(String key, byte[] message) {
		return Bytes.concat(Bytes.of(this.prefix), mac(this.algorithm, key, message));
	}

	static byte[] mac(String algorithm, String key, byte[] message) {
		try {
			Mac mac = Mac.getInstance(algorithm);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Finds out how a message or an answer is made.
	 * @param bytes the message or the answer
	 * @return its style
	 */
	public static ChallengeStyle of(byte[] bytes) {
		return Arrays.stream(values())
			.filter((style) -> style != LEGACY
					&& new String(bytes, StandardCharsets.ISO_8859_1).startsWith(style.prefix))
			.findFirst()
			.orElse(LEGACY);
	}

}
