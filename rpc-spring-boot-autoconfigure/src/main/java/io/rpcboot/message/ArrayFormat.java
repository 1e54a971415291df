package io.rpcboot.message;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Calls as {@code [name, args, kwargs]} in JSON.
 */
final class ArrayFormat {

	private static final int SURROGATE_LEAD = 0xED;

	private final JsonCodec codec;

	ArrayFormat(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Reads a call as far as its arguments.
	 * @param message the message
	 * @param peer who sent it
	 * @return the call
	 */
	Call read(Payload message, String peer) {
		checkUtf8(message);
		JsonParser parser = this.codec.parser(message);
		try {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw notACall("it is not an array");
			}
			if (parser.nextToken() != JsonToken.VALUE_STRING) {
				throw notACall("its first element is not a string");
			}
			String function = parser.getString();
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw notACall("its second element is not an array");
			}
			return new Call(function, new JsonArguments(parser), MessageFormat.ARRAY, peer, null);
		}
		catch (JacksonException ex) {
			throw notJson(ex);
		}
	}

	// Refuses what is not UTF-8 and what the parser would let pass: overlong forms, and
	// halves of surrogate pairs, as Python writes them where ensure_ascii is off.
	private static void checkUtf8(Payload message) {
		byte[] bytes = message.bytes();
		int end = message.offset() + message.length();
		for (int i = message.offset(); i < end; i++) {
			if (bytes[i] < 0 && !canBegin(bytes[i] & 0xFF, (i + 1 < end) ? bytes[i + 1] & 0xFF : 0)) {
				throw notUtf8(bytes[i] & 0xFF, i - message.offset());
			}
		}
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
		return refused((octet == SURROGATE_LEAD)
				? "the message has half a surrogate pair at byte %d: json.dumps() escapes it where ensure_ascii is on"
					.formatted(index)
				: "the message is not UTF-8 at byte %d".formatted(index), null);
	}

	static CallRefusedException notACall(String problem) {
		return refused("the message is not a call [name, args, kwargs]: " + problem, null);
	}

	static CallRefusedException notJson(JacksonException cause) {
		if (cause instanceof StreamConstraintsException) {
			return refused("the message exceeds a limit: " + ConversionProblems.limit(cause), cause);
		}
		return refused("the message is not JSON: " + cause.getOriginalMessage(), cause);
	}

	private static CallRefusedException refused(String message, @Nullable Throwable cause) {
		CallRefusedException refused = new CallRefusedException(Reason.INVALID_MESSAGE, message);
		refused.initCause(cause);
		return refused;
	}

}
