package io.rpcboot.message;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The arguments of {@code [name, [args...], {kwargs...}]}.
 */
final class ArrayArguments extends JsonArguments {

	private boolean positional = true;

	/**
	 * Takes over a parser.
	 * @param parser stands at the beginning of the arguments by position
	 */
	ArrayArguments(JsonParser parser) {
		super(parser);
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

}
