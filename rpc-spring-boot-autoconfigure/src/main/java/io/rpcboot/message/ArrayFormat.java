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

	static final String NAME = "array";

	private static final int SURROGATE_LEAD = 0xED;

	private static final int SURROGATE_SECOND = 0xA0;

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
		checkSurrogates(message);
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
			return new Call(function, new JsonArguments(parser), NAME, peer);
		}
		catch (JacksonException ex) {
			throw notJson(ex);
		}
	}

	// Refuses halves of surrogate pairs, which are not UTF-8 and which the parser would
	// let pass: Python writes them so where ensure_ascii is off.
	private static void checkSurrogates(Payload message) {
		byte[] bytes = message.bytes();
		int end = message.offset() + message.length() - 1;
		for (int i = message.offset(); i < end; i++) {
			if (bytes[i] == (byte) SURROGATE_LEAD && (bytes[i + 1] & 0xFF) >= SURROGATE_SECOND) {
				throw new CallRefusedException(Reason.INVALID_MESSAGE,
						"the message has half a surrogate pair at byte %d: json.dumps() escapes it where ensure_ascii is on"
							.formatted(i - message.offset()));
			}
		}
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
