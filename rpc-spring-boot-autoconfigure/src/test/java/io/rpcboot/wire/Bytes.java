package io.rpcboot.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes for tests.
 */
public final class Bytes {

	private Bytes() {
	}

	/**
	 * Encodes text, whose characters are all below 256.
	 * @param text the text
	 * @return one byte per character
	 */
	public static byte[] of(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Decodes hexadecimal.
	 * @param text digits, with or without spaces
	 * @return the bytes
	 */
	public static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	/**
	 * Makes content in which a byte that is missing or misplaced shows.
	 * @param length how many bytes
	 * @return the bytes
	 */
	public static byte[] pattern(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 31 + i / 251);
		}
		return bytes;
	}

	/**
	 * Joins arrays.
	 * @param parts the arrays
	 * @return all their bytes
	 */
	public static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	/**
	 * Puts the short header before a payload.
	 * @param payload the payload
	 * @return the frame
	 */
	public static byte[] frame(byte[] payload) {
		return concat(header(payload.length), payload);
	}

	/**
	 * Makes the short header of a frame.
	 * @param length the length to announce
	 * @return four bytes
	 */
	public static byte[] header(int length) {
		return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
	}

	/**
	 * Makes the extended header of a frame.
	 * @param length the length to announce
	 * @return twelve bytes
	 */
	public static byte[] extendedHeader(long length) {
		return ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putInt(-1).putLong(length).array();
	}

	/**
	 * Pickles text as Python 3.8 and later do, if it is short.
	 * @param text the text, of at most 255 bytes
	 * @return the pickle
	 */
	public static byte[] pickle(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		byte[] length = { (byte) utf8.length };
		return concat(hex("80 04 95"), new byte[] { (byte) (utf8.length + 4) }, new byte[7], hex("8c"), length, utf8,
				hex("94 2e"));
	}

}
