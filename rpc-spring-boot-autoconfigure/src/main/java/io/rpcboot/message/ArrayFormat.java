package io.rpcboot.message;

import java.util.Map;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Calls as {@code [name, args, kwargs]} in JSON.
 */
final class ArrayFormat {

	private final JsonCodec codec;

	ArrayFormat(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Reads a call as far as its arguments.
	 * @param message the message
	 * @param conversation where it was received
	 * @return the call
	 */
	Call read(Payload message, Conversation conversation) {
		JsonText.requireUtf8(message);
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
			return conversation.call(function, new ArrayArguments(parser, this.codec, message), MessageFormat.ARRAY,
					Map.of());
		}
		catch (JacksonException ex) {
			throw JsonText.notJson(ex);
		}
	}

	static CallRefusedException notACall(String problem) {
		return new CallRefusedException(Reason.INVALID_MESSAGE,
				"the message is not a call [name, args, kwargs]: " + problem);
	}

}
