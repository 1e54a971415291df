package io.rpcboot.message;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The arguments of {@code [name, [args...], {kwargs...}]}.
 */
final class ArrayArguments extends JsonArguments {

	private final JsonCodec codec;

	private final Payload message;

	private boolean positional = true;

	/**
	 * Takes over a parser.
	 * @param parser stands at the beginning of the arguments by position
	 * @param codec reads values
	 * @param message the whole message
	 */
	ArrayArguments(JsonParser parser, JsonCodec codec, Payload message) {
		super(parser);
		this.codec = codec;
		this.message = message;
	}

	@Override
	public boolean nextPositional() {
		if (!this.positional) {
			return false;
		}
		this.positional = next() != JsonToken.END_ARRAY;
		if (!this.positional && next() != JsonToken.START_OBJECT) {
			throw ArrayFormat.notACall("its third element is not an object");
		}
		return this.positional;
	}

	@Override
	public @Nullable String nextKeyword() {
		if (next() == JsonToken.PROPERTY_NAME) {
			return keyword();
		}
		if (next() != JsonToken.END_ARRAY || next() != null) {
			throw ArrayFormat.notACall("there is something behind its third element");
		}
		return null;
	}

	@Override
	public @Nullable String textOf(String keyword) {
		try (JsonParser ahead = this.codec.parser(this.message)) {
			// the array, the name, the arguments by position
			ahead.nextToken();
			ahead.nextToken();
			ahead.nextToken();
			ahead.skipChildren();
			return (ahead.nextToken() == JsonToken.START_OBJECT) ? textOf(keyword, ahead) : null;
		}
		catch (JacksonException ex) {
			// whoever reads the arguments meets with it, too
			return null;
		}
	}

	private static @Nullable String textOf(String keyword, JsonParser ahead) {
		for (String name = ahead.nextName(); name != null; name = ahead.nextName()) {
			JsonToken value = ahead.nextToken();
			if (name.equals(keyword)) {
				return (value == JsonToken.VALUE_STRING && ahead.getStringLength() <= JsonRpcMembers.MAX_TEXT_LENGTH)
						? ahead.getString() : null;
			}
			ahead.skipChildren();
		}
		return null;
	}

}
