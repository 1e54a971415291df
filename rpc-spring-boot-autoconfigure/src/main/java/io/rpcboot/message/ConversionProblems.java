package io.rpcboot.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.rpcboot.pickle.Complex;
import io.rpcboot.pickle.PythonException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says what Jackson found wrong with a value in the words of a Python programmer.
 */
final class ConversionProblems {

	private static final int MAX_TEXT = 40;

	private static final Map<Class<?>, String> NAMES = Map.ofEntries(Map.entry(int.class, "int"),
			Map.entry(Integer.class, "int"), Map.entry(long.class, "int"), Map.entry(Long.class, "int"),
			Map.entry(short.class, "int"), Map.entry(Short.class, "int"), Map.entry(byte.class, "int"),
			Map.entry(Byte.class, "int"), Map.entry(java.math.BigInteger.class, "int"),
			Map.entry(double.class, "float"), Map.entry(Double.class, "float"), Map.entry(float.class, "float"),
			Map.entry(Float.class, "float"), Map.entry(boolean.class, "bool"), Map.entry(Boolean.class, "bool"),
			Map.entry(String.class, "str"), Map.entry(byte[].class, "bytes"));

	private ConversionProblems() {
	}

	static ConversionException toException(JacksonException ex) {
		return new ConversionException(path(ex), problem(ex), ex);
	}

	private static String problem(JacksonException ex) {
		if (ex instanceof PropertyBindingException unknown) {
			return "unexpected property '" + unknown.getPropertyName() + "'";
		}
		if (ex instanceof ValueInstantiationException invalid && invalid.getCause() != null) {
			return String.valueOf(invalid.getCause().getMessage());
		}
		if (ex instanceof StreamConstraintsException) {
			return limit(ex);
		}
		if (ex instanceof InputCoercionException range) {
			return "%s is out of range for %s".formatted(found(range.getInputType(), range.processor()),
					range.getTargetType().getSimpleName());
		}
		if (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
				&& mismatch.getCurrentToken() != null) {
			return "expected %s, got %s".formatted(expected(targetType(mismatch)),
					found(mismatch.getCurrentToken(), mismatch.processor()));
		}
		return String.valueOf(ex.getOriginalMessage());
	}

	// Says which limit was exceeded, without the name of the Java method that tells it.
	static String limit(JacksonException ex) {
		return String.valueOf(ex.getOriginalMessage())
			.replace("from `StreamReadConstraints.getMaxNestingDepth()`", "rpc.json.max-nesting")
			.replaceAll(", from `[^`]*`", "");
	}

	// Jackson names the array where it means what is in it.
	private static Class<?> targetType(MismatchedInputException ex) {
		Class<?> type = ex.getTargetType();
		boolean element = ex.getPath()
			.stream()
			.reduce((first, last) -> last)
			.filter((reference) -> type.isInstance(reference.from()))
			.isPresent();
		return (element && type.isArray()) ? type.getComponentType() : type;
	}

	private static String expected(Class<?> type) {
		String name = NAMES.get(type);
		if (name != null) {
			return name;
		}
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((constant) -> "'" + constant + "'")
				.collect(Collectors.joining(", ", "one of ", ""));
		}
		if (Map.class.isAssignableFrom(type)) {
			return "dict";
		}
		return (type.isArray() || Collection.class.isAssignableFrom(type)) ? "list" : type.getSimpleName();
	}

	private static String found(JsonToken token, @Nullable Object processor) {
		return switch (token) {
			case START_ARRAY, END_ARRAY -> "list";
			case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "dict";
			case VALUE_NULL -> "None";
			case VALUE_TRUE -> "True";
			case VALUE_FALSE -> "False";
			case VALUE_EMBEDDED_OBJECT -> embedded(processor);
			default -> scalar(token, processor);
		};
	}

	private static String embedded(@Nullable Object processor) {
		Object value = (processor instanceof JsonParser parser) ? parser.getEmbeddedObject() : null;
		if (value instanceof PythonException exception) {
			return exception.type();
		}
		return (value instanceof byte[]) ? "bytes" : (value instanceof Complex) ? "complex" : "an object";
	}

	private static String scalar(JsonToken token, @Nullable Object processor) {
		if (!(processor instanceof JsonParser parser) || parser.currentToken() != token) {
			return (token == JsonToken.VALUE_STRING) ? "str" : "a number";
		}
		String text = parser.getString();
		String shown = (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "..." : text;
		return (token == JsonToken.VALUE_STRING) ? "'" + shown + "'" : shown;
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder("$");
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() != null) {
				path.append('.').append(reference.getPropertyName());
			}
			else {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return path.toString();
	}

}
