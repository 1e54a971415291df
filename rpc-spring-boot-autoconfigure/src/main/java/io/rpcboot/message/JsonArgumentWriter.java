package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the arguments of a call.
 */
final class JsonArgumentWriter {

	private final JsonCodec codec;

	private final ValueType anything;

	JsonArgumentWriter(JsonCodec codec) {
		this.codec = codec;
		this.anything = codec.type(Object.class);
	}

	/**
	 * Writes an array of the arguments by position.
	 * @param arguments the arguments
	 * @param first whether there is one, as {@link Arguments#nextPositional()} told
	 * @param generator where to
	 */
	void writePositional(Arguments arguments, boolean first, JsonGenerator generator) {
		generator.writeStartArray();
		int position = 1;
		for (boolean more = first; more; more = arguments.nextPositional()) {
			write(arguments, position++, null, generator);
		}
		generator.writeEndArray();
	}

	/**
	 * Writes an object of the arguments by keyword.
	 * @param arguments the arguments
	 * @param first the first keyword, as {@link Arguments#nextKeyword()} told
	 * @param generator where to
	 */
	void writeKeywords(Arguments arguments, @Nullable String first, JsonGenerator generator) {
		generator.writeStartObject();
		for (String name = first; name != null; name = arguments.nextKeyword()) {
			generator.writeName(name);
			write(arguments, 0, name, generator);
		}
		generator.writeEndObject();
	}

	private void write(Arguments arguments, int position, @Nullable String keyword, JsonGenerator generator) {
		try {
			this.codec.write(arguments.read(this.anything), generator);
		}
		catch (ConversionException ex) {
			String argument = (keyword != null) ? "'" + keyword + "'" : String.valueOf(position);
			throw new RpcEncodingException(ex.describe("argument %s cannot be written as JSON".formatted(argument)),
					Executed.NO, ex);
		}
	}

}
