package io.rpcboot.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * What holds for every message that is JSON text.
 */
final class JsonText {

	private static final int SURROGATE_LEAD = 0xED;

	private static final int MAX_PLAIN_DIGITS = 18;

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.nativeOrder());

	private static final long NOT_ASCII = 0x8080808080808080L;

	private JsonText() {
	}

	/**
	 * Finds the next byte that is no white space.
	 * @param text the text
	 * @param from where to begin
	 * @return its index, or the length of the text
	 */
	static int skipSpace(Payload text, int from) {
		int index = from;
		while (isSpace(text.at(index))) {
			index++;
		}
		return index;
	}

	static boolean isSpace(int octet) {
		return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
	}

	/**
	 * Refuses what is not UTF-8 and what the parser would let pass: overlong forms, and
	 * halves of surrogate pairs, as Python writes them where ensure_ascii is off.
	 * @param text the text
	 */
	static void requireUtf8(Payload text) {
		byte[] bytes = text.bytes();
		int end = text.offset() + text.length();
		for (int i = skipAscii(bytes, text.offset(), end); i < end; i++) {
			if (bytes[i] < 0 && !canBegin(bytes[i] & 0xFF, (i + 1 < end) ? bytes[i + 1] & 0xFF : 0)) {
				throw notUtf8(bytes[i] & 0xFF, i - text.offset());
			}
		}
	}

	// most messages have nothing else, which is seen eight bytes at a time
	private static int skipAscii(byte[] bytes, int from, int end) {
		int index = from;
		while (index <= end - Long.BYTES && ((long) EIGHT_BYTES.get(bytes, index) & NOT_ASCII) == 0) {
			index += Long.BYTES;
		}
		return index;
	}

	private static boolean canBegin(int first, int second) {
		return switch (first) {
			case 0xC0, 0xC1 -> false;
			case 0xE0 -> second >= 0xA0;
			case SURROGATE_LEAD -> second < 0xA0;
			case 0xF0 -> second >= 0x90;
			case 0xF4 -> second < 0x90;
			default -> first < 0xF5;
		};
	}

	private static CallRefusedException notUtf8(int octet, int index) {
		return new CallRefusedException(Reason.UNREADABLE, (octet == SURROGATE_LEAD)
				? "the message has half a surrogate pair at byte %d: json.dumps() escapes it where ensure_ascii is on"
					.formatted(index)
				: "the message is not UTF-8 at byte %d".formatted(index));
	}

	/**
	 * Tells whether a value is what most are where only short ones are expected: a string
	 * without escapes, or an integer.
	 * @param value the text of a value
	 * @return whether it needs no parser
	 */
	static boolean isPlain(Payload value) {
		int last = value.length() - 1;
		return (value.at(0) == '"') ? last > 0 && value.at(last) == '"' && isPlainString(value, last)
				: value.at(0) > '0' && last < MAX_PLAIN_DIGITS && areDigits(value);
	}

	private static boolean isPlainString(Payload value, int last) {
		for (int i = 1; i < last; i++) {
			int octet = value.at(i);
			if (octet < ' ' || octet == '\\' || octet == '"') {
				return false;
			}
		}
		return true;
	}

	private static boolean areDigits(Payload value) {
		for (int i = 0; i < value.length(); i++) {
			if (value.at(i) < '0' || value.at(i) > '9') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Refuses what stands behind a message.
	 * @param parser stands at the end of the message
	 */
	static void requireEnd(JsonParser parser) {
		if (parser.nextToken() != null) {
			throw notJson("there is something behind its end", null);
		}
	}

	/**
	 * Says why a text cannot be parsed.
	 * @param cause what the parser says
	 * @return the refusal of the message
	 */
	static CallRefusedException notJson(JacksonException cause) {
		if (cause instanceof StreamConstraintsException) {
			return new CallRefusedException(Reason.INVALID_MESSAGE,
					"the message exceeds a limit: " + ConversionProblems.limit(cause), cause);
		}
		return notJson(String.valueOf(cause.getOriginalMessage()), cause);
	}

	static CallRefusedException notJson(String problem, @Nullable Throwable cause) {
		return new CallRefusedException(Reason.UNREADABLE, "the message is not JSON: " + problem, cause);
	}

}
