package io.rpcboot.message;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Turns what a pickle holds into the tokens of JSON, for a mapper to read: times and
 * UUIDs into text, sets and tuples into arrays. What JSON has no form for is embedded.
 */
final class PickleTokens {

	private final TokenBuffer buffer = TokenBuffer.forGeneration();

	private final int maxNesting;

	private int nesting;

	private PickleTokens(int maxNesting) {
		this.maxNesting = maxNesting;
	}

	/**
	 * Gives the tokens of a value.
	 * @param value the value
	 * @param maxNesting how deep it may be nested
	 * @return the tokens
	 * @throws ConversionException if it is nested too deep
	 */
	static TokenBuffer of(@Nullable Object value, int maxNesting) {
		PickleTokens tokens = new PickleTokens(maxNesting);
		tokens.write(value);
		return tokens.buffer;
	}

	private void write(@Nullable Object value) {
		if (value != null && isContainer(value)) {
			if (++this.nesting > this.maxNesting) {
				throw new ConversionException("$",
						"it holds itself, or is nested more than %d deep".formatted(this.maxNesting), null);
			}
			writeContainer(value);
			this.nesting--;
		}
		else {
			writeScalar(value);
		}
	}

	private static boolean isContainer(Object value) {
		return value instanceof Map || value instanceof Collection
				|| (value.getClass().isArray() && !(value instanceof byte[]));
	}

	private void writeContainer(Object value) {
		if (value instanceof Map<?, ?> map) {
			this.buffer.writeStartObject();
			map.forEach((key, item) -> {
				this.buffer.writeName(String.valueOf(key));
				write(item);
			});
			this.buffer.writeEndObject();
			return;
		}
		this.buffer.writeStartArray();
		if (value instanceof Collection<?> items) {
			items.forEach(this::write);
		}
		else {
			for (int i = 0; i < Array.getLength(value); i++) {
				write(Array.get(value, i));
			}
		}
		this.buffer.writeEndArray();
	}

	private void writeScalar(@Nullable Object value) {
		if (value instanceof Boolean flag) {
			this.buffer.writeBoolean(flag);
		}
		else if (value instanceof BigInteger number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof BigDecimal number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof Double number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof Float number) {
			this.buffer.writeNumber(number);
		}
		else if (value instanceof Number number) {
			this.buffer.writeNumber(number.longValue());
		}
		else if (value instanceof OffsetDateTime dateTime) {
			this.buffer.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(dateTime));
		}
		else if (value instanceof String || value instanceof UUID || value instanceof TemporalAccessor
				|| value instanceof TemporalAmount) {
			this.buffer.writeString(value.toString());
		}
		else if (value == null) {
			this.buffer.writeNull();
		}
		else {
			this.buffer.writeEmbeddedObject(value);
		}
	}

}
