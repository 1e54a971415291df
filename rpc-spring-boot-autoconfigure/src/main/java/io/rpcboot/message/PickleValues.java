package io.rpcboot.message;

import java.util.Collection;
import java.util.Map;

import io.rpcboot.pickle.PickleLimits;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.PickleWriter;
import io.rpcboot.pickle.PicklingException;
import io.rpcboot.wire.FrameOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Converts between what pickles hold and the types of an application: directly where a
 * value is of the type already, by the application's mapper otherwise.
 */
final class PickleValues {

	private static final Map<Class<?>, Class<?>> BOXED = Map.of(boolean.class, Boolean.class, long.class, Long.class,
			double.class, Double.class);

	private final JsonMapper mapper;

	private final int maxNesting;

	/**
	 * Derives a converter.
	 * @param mapper reads and writes JSON
	 * @param maxNesting how deep values may be nested
	 */
	PickleValues(JsonMapper mapper, int maxNesting) {
		this.mapper = mapper.rebuild()
			.addModule(new SimpleModule("rpc-pickle").setSerializerModifier(new PickleSerializers())
				.setDeserializerModifier(new PickleDeserializers()))
			.build();
		this.maxNesting = maxNesting;
	}

	/**
	 * Gives what reads pickles.
	 * @return a reader, which any number of threads can use
	 */
	PickleReader reader() {
		PickleLimits limits = PickleLimits.DEFAULT;
		return new PickleReader(new PickleLimits(this.maxNesting, limits.containers(), limits.values()));
	}

	/**
	 * Gives what writes a pickle.
	 * @param output where to
	 * @param target who is to load it
	 * @return a writer
	 */
	PickleWriter writer(FrameOutput output, PickleTarget target) {
		return new PickleWriter(output, target, this.maxNesting, this::write);
	}

	/**
	 * Converts a value that was read.
	 * @param value the value
	 * @param type what to convert it to
	 * @param writer who wrote it
	 * @return the converted value
	 * @throws ConversionException if it does not fit the type
	 */
	@Nullable Object read(@Nullable Object value, ValueType type, PickleTarget writer) {
		JavaType javaType = type.reader().getValueType();
		if (value != null && isOfType(value, javaType)) {
			return value;
		}
		try {
			return this.mapper.readerFor(javaType)
				.withAttribute(PickleDeserializers.TEXT_MAY_BE_BYTES, writer != PickleTarget.PYTHON_3)
				.readValue(PickleTokens.of(value, this.maxNesting).asParser());
		}
		catch (JacksonException ex) {
			throw ConversionProblems.toException(ex);
		}
	}

	private static boolean isOfType(Object value, JavaType type) {
		Class<?> raw = type.getRawClass();
		if (!BOXED.getOrDefault(raw, raw).isInstance(value)) {
			return false;
		}
		if (value instanceof Map<?, ?> map) {
			return raw == Object.class || (type.isMapLikeType() && type.getContentType().isJavaLangObject()
					&& isOfType(map.keySet(), type.getKeyType()));
		}
		return !(value instanceof Collection) || raw == Object.class
				|| (type.isCollectionLikeType() && type.getContentType().isJavaLangObject());
	}

	private static boolean isOfType(Collection<?> keys, JavaType type) {
		return type.isJavaLangObject() || keys.stream().allMatch(type.getRawClass()::isInstance);
	}

	/**
	 * Says the same in the words of this package.
	 * @param problem what could not be written
	 * @return an exception with its path and its message
	 */
	static ConversionException toConversionException(PicklingException problem) {
		return new ConversionException(problem.path(), String.valueOf(problem.getMessage()), problem);
	}

	private @Nullable Object write(@Nullable Object value) {
		try {
			return this.mapper.convertValue(value, Object.class);
		}
		catch (JacksonException ex) {
			ConversionException problem = ConversionProblems.toException(ex);
			throw new PicklingException(problem.path(), String.valueOf(problem.getMessage()), ex);
		}
	}

}
