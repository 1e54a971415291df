package io.rpcboot.message;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * The arguments of {@code [name, [args...], {kwargs...}]}, read where they stand in the
 * message.
 */
final class JsonArguments implements Arguments {

	private final JsonParser parser;

	private boolean positional = true;

	/**
	 * Takes over a parser.
	 * @param parser stands at the beginning of the arguments by position
	 */
	JsonArguments(JsonParser parser) {
		this.parser = parser;
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
			String keyword = this.parser.currentName();
			next();
			return keyword;
		}
		if (next() != JsonToken.END_ARRAY || next() != null) {
			throw ArrayFormat.notACall("there is something behind its third element");
		}
		return null;
	}

	@Override
	public @Nullable Object read(ValueType type) {
		try {
			return type.reader().readValue(this.parser);
		}
		catch (InputCoercionException ex) {
			throw ConversionProblems.toException(ex);
		}
		catch (StreamReadException ex) {
			throw ArrayFormat.notJson(ex);
		}
		catch (JacksonException ex) {
			throw ConversionProblems.toException(ex);
		}
	}

	@Override
	public void skip() {
		try {
			this.parser.skipChildren();
		}
		catch (JacksonException ex) {
			throw ArrayFormat.notJson(ex);
		}
	}

	private @Nullable JsonToken next() {
		try {
			return this.parser.nextToken();
		}
		catch (JacksonException ex) {
			throw ArrayFormat.notJson(ex);
		}
	}

}
