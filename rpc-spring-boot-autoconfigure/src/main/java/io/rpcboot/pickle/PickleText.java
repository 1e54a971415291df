package io.rpcboot.pickle;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Text in a pickle, and the numbers that protocols 0 and 1 write as text.
 *
 * A text that cannot be read is an {@link IllegalArgumentException} with the reason.
 */
final class PickleText {

	// what Python allows by default (sys.get_int_max_str_digits)
	static final int MAX_DIGITS = 4300;

	private static final Pattern FLOAT = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

	private static final int HEX = 16;

	// 18 digits fit whatever they are
	private static final int MAX_LONG_LENGTH = 18;

	private PickleText() {
	}

	/**
	 * Decodes UTF-8 in which halves of surrogate pairs stand as three bytes each.
	 * @param bytes the bytes
	 * @return the text
	 */
	static String utf8(byte[] bytes) {
		String text = decode(bytes, true);
		if (text == null) {
			throw new IllegalArgumentException("a text is not UTF-8");
		}
		return text;
	}

	/**
	 * Decodes a {@code str} of Python 2.7, which is text or bytes.
	 * @param bytes the bytes
	 * @return a String if they are UTF-8, the bytes themselves otherwise
	 */
	static Object python2(byte[] bytes) {
		String text = decode(bytes, false);
		return (text != null) ? text : bytes;
	}

	/**
	 * Encodes text as UTF-8, in which halves of surrogate pairs stand as three bytes
	 * each.
	 * @param text the text
	 * @return the bytes
	 */
	static byte[] encode(String text) {
		if (isWellFormed(text)) {
			return text.getBytes(StandardCharsets.UTF_8);
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 2);
		text.codePoints().forEach((point) -> {
			if (isSurrogate(point)) {
				bytes.write(0xE0 | point >> 12);
				bytes.write(0x80 | point >> 6 & 0x3F);
				bytes.write(0x80 | point & 0x3F);
			}
			else {
				bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
			}
		});
		return bytes.toByteArray();
	}

	private static boolean isWellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return text.codePoints().noneMatch(PickleText::isSurrogate);
			}
		}
		return true;
	}

	private static boolean isSurrogate(int point) {
		return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
	}

	/**
	 * Gives the bytes of a value whose type was {@code bytes}: those of Python 2.7 became
	 * text if they happen to be UTF-8.
	 * @param value the value
	 * @return the bytes, or {@code null} if it is neither
	 */
	static byte @Nullable [] bytes(@Nullable Object value) {
		return (value instanceof String text) ? text.getBytes(StandardCharsets.UTF_8)
				: (value instanceof byte[] bytes) ? bytes : null;
	}

	private static @Nullable String decode(byte[] bytes, boolean surrogates) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		// without the replacement character, nothing was replaced
		if (text.indexOf('\uFFFD') < 0) {
			return text;
		}
		StringBuilder decoded = new StringBuilder(bytes.length);
		int i = 0;
		while (i < bytes.length) {
			int length = sequenceLength(bytes[i] & 0xFF);
			int point = (length > bytes.length - i) ? -1 : codePoint(bytes, i, length);
			if (point < 0 || (!surrogates && isSurrogate(point))) {
				return null;
			}
			decoded.appendCodePoint(point);
			i += length;
		}
		return decoded.toString();
	}

	private static int sequenceLength(int lead) {
		return (lead < 0x80) ? 1 : (lead < 0xE0) ? 2 : (lead < 0xF0) ? 3 : 4;
	}

	private static int codePoint(byte[] bytes, int from, int length) {
		int lead = bytes[from] & 0xFF;
		if (length == 1) {
			return lead;
		}
		int point = lead & 0xFF >> length + 1;
		for (int i = from + 1; i < from + length; i++) {
			if ((bytes[i] & 0xC0) != 0x80) {
				return -1;
			}
			point = point << 6 | bytes[i] & 0x3F;
		}
		int least = (length == 2) ? 0x80 : (length == 3) ? 0x800 : 0x10000;
		boolean valid = lead >= 0xC0 && lead < 0xF8 && point >= least && point <= Character.MAX_CODE_POINT;
		return valid ? point : -1;
	}

	/**
	 * Decodes what Python calls raw-unicode-escape: Latin-1 with <code>&#92;uHHHH</code>
	 * and <code>&#92;UHHHHHHHH</code>.
	 * @param line the bytes
	 * @return the text
	 */
	static String rawUnicodeEscape(byte[] line) {
		String raw = latin1(line);
		StringBuilder text = new StringBuilder(raw.length());
		int i = 0;
		while (i < raw.length()) {
			char character = raw.charAt(i++);
			text.append(character);
			if (character == '\\' && i < raw.length()) {
				char kind = raw.charAt(i++);
				if (kind == 'u' || kind == 'U') {
					int digits = (kind == 'u') ? 4 : 8;
					text.setLength(text.length() - 1);
					text.appendCodePoint(hex(raw, i, digits));
					i += digits;
				}
				else {
					text.append(kind);
				}
			}
		}
		return text.toString();
	}

	private static int hex(String text, int from, int digits) {
		long value = 0;
		for (int i = from; i < from + digits; i++) {
			int digit = (i < text.length()) ? Character.digit(text.charAt(i), HEX) : -1;
			if (digit < 0) {
				throw new IllegalArgumentException("an escape sequence in a text is cut short");
			}
			value = value * HEX + digit;
		}
		if (value > Character.MAX_CODE_POINT) {
			throw new IllegalArgumentException("an escape sequence in a text is no character");
		}
		return (int) value;
	}

	/**
	 * Decodes a literal of Python 2.7 such as {@code 'a\n'}.
	 * @param line the literal, with its quotes
	 * @return the bytes that it stands for
	 */
	static byte[] literal(byte[] line) {
		String literal = latin1(line).strip();
		int last = literal.length() - 1;
		char quote = (last < 1) ? 0 : literal.charAt(0);
		if ((quote != '\'' && quote != '"') || literal.charAt(last) != quote) {
			throw new IllegalArgumentException("a string is not in quotes");
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(last);
		int i = 1;
		while (i < last) {
			char character = literal.charAt(i++);
			if (character != '\\') {
				bytes.write(character);
				continue;
			}
			char escaped = literal.charAt(i++);
			if (escaped == 'x') {
				bytes.write(hex(literal, i, 2));
				i += 2;
			}
			else {
				bytes.write(unescape(escaped));
			}
			if (i > last) {
				throw new IllegalArgumentException("an escape sequence in a string is cut short");
			}
		}
		return bytes.toByteArray();
	}

	private static char unescape(char escaped) {
		return switch (escaped) {
			case '\\', '\'', '"' -> escaped;
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			default -> throw new IllegalArgumentException("a string has an unknown escape sequence");
		};
	}

	static Object intOrBoolean(byte[] line) {
		String text = latin1(line);
		return switch (text) {
			case "00" -> false;
			case "01" -> true;
			default -> integer(text);
		};
	}

	static Number longInteger(byte[] line) {
		String text = latin1(line);
		return integer(text.endsWith("L") ? text.substring(0, text.length() - 1) : text);
	}

	static Number integer(String text) {
		checkLength(text);
		boolean signed = text.startsWith("-") || text.startsWith("+");
		String digits = signed ? text.substring(1) : text;
		if (digits.isEmpty() || !digits.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
			throw new IllegalArgumentException("an int is not written in digits");
		}
		return (text.length() <= MAX_LONG_LENGTH) ? (Number) Long.parseLong(text) : narrow(new BigInteger(text));
	}

	static double floatingPoint(byte[] line) {
		String text = latin1(line);
		checkLength(text);
		switch (text) {
			case "nan", "-nan" -> {
				return Double.NaN;
			}
			case "inf" -> {
				return Double.POSITIVE_INFINITY;
			}
			case "-inf" -> {
				return Double.NEGATIVE_INFINITY;
			}
			default -> {
				if (!FLOAT.matcher(text).matches()) {
					throw new IllegalArgumentException("a float is not written as a number");
				}
				return Double.parseDouble(text);
			}
		}
	}

	static void checkLength(String number) {
		if (number.length() > MAX_DIGITS + 1) {
			throw new IllegalArgumentException(
					"a number has %d characters, more than the %d digits and a sign that are read"
						.formatted(number.length(), MAX_DIGITS));
		}
	}

	static Number narrow(BigInteger value) {
		return (value.bitLength() < Long.SIZE) ? (Number) value.longValue() : value;
	}

	private static String latin1(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
