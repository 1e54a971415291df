package io.rpcboot.message;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Arguments in JSON, read where they stand in the message.
 */
abstract class JsonArguments implements Arguments {

	private final JsonParser parser;

	JsonArguments(JsonParser parser) {
		this.parser = parser;
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
			throw JsonText.notJson(ex);
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
			throw JsonText.notJson(ex);
		}
	}

	@Nullable JsonToken next() {
		try {
			return this.parser.nextToken();
		}
		catch (JacksonException ex) {
			throw JsonText.notJson(ex);
		}
	}

	// Gives the name of the property at which the parser stands, and steps to its value.
	String keyword() {
		String keyword = this.parser.currentName();
		next();
		return keyword;
	}

}
