package io.rpcboot.message;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.TypeFactory;

/**
 * Reads and writes JSON as Python's {@code json} module does, with the application's
 * modules and settings.
 */
public final class JsonCodec {

	// what Python allows by default (sys.get_int_max_str_digits)
	private static final int MAX_DIGITS = 4300;

	private final JsonMapper mapper;

	private final JsonFactory streams;

	private final ObjectWriter writer;

	private final int maxNesting;

	/**
	 * Derives a codec. The mapper itself is not changed.
	 * @param application the application's mapper
	 * @param settings how values are read and written
	 */
	public JsonCodec(JsonMapper application, JsonSettings settings) {
		this.mapper = derive(application, settings);
		this.streams = application.tokenStreamFactory()
			.rebuild()
			.recyclerPool(new StripedRecyclerPool())
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			// messages are UTF-8
			.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(settings.maxNesting())
				.maxNumberLength(MAX_DIGITS)
				.maxStringLength(Integer.MAX_VALUE)
				.build())
			.build();
		this.writer = this.mapper.writer();
		this.maxNesting = settings.maxNesting();
	}

	private static JsonMapper derive(JsonMapper application, JsonSettings settings) {
		JsonMapper.Builder builder = application.rebuild()
			.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
			.disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
			// an argument is followed by the rest of its message
			.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.UNWRAP_ROOT_VALUE);
		if (settings.naming() == Naming.SNAKE_CASE) {
			builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
		}
		if (settings.strict()) {
			refuseConversions(builder);
		}
		return builder.build();
	}

	private static void refuseConversions(JsonMapper.Builder builder) {
		builder.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
		refuse(builder, LogicalType.Integer, CoercionInputShape.Float, CoercionInputShape.String,
				CoercionInputShape.EmptyString, CoercionInputShape.Boolean);
		refuse(builder, LogicalType.Float, CoercionInputShape.String, CoercionInputShape.EmptyString,
				CoercionInputShape.Boolean);
		refuse(builder, LogicalType.Boolean, CoercionInputShape.Integer, CoercionInputShape.Float,
				CoercionInputShape.String, CoercionInputShape.EmptyString);
		refuse(builder, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float,
				CoercionInputShape.Boolean);
		refuse(builder, LogicalType.Enum, CoercionInputShape.Integer, CoercionInputShape.EmptyString);
		// nothing is lost, and Python's json has no other form for its Decimal
		builder.withCoercionConfig(BigDecimal.class,
				(config) -> config.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert));
	}

	private static void refuse(JsonMapper.Builder builder, LogicalType type, CoercionInputShape... shapes) {
		builder.withCoercionConfig(type, (config) -> {
			for (CoercionInputShape shape : shapes) {
				config.setCoercion(shape, CoercionAction.Fail);
			}
		});
	}

	/**
	 * Prepares a type.
	 * @param type any type that Jackson can read
	 * @return the prepared type
	 */
	public ValueType type(Type type) {
		return new ValueType(type, this.mapper.readerFor(this.mapper.constructType(type)));
	}

	/**
	 * Prepares a type that a method mentions.
	 * @param type any type that Jackson can read
	 * @param declaring the class that declares the method
	 * @param target the class on which it is called, which tells what the type variables
	 * of the declaring one stand for
	 * @return the prepared type
	 */
	public ValueType type(Type type, Class<?> declaring, Class<?> target) {
		TypeFactory types = this.mapper.getTypeFactory();
		JavaType resolved = types.resolveMemberType(type,
				types.constructType(target).findSuperType(declaring).getBindings());
		return new ValueType((type instanceof Class) ? type : resolved, this.mapper.readerFor(resolved));
	}

	/**
	 * Tells whether there is a way to read values into a type.
	 * @param type the type
	 * @return {@code false} for an abstract type of which no subtype is known, such as a
	 * stream, and for a collection of such
	 */
	public boolean canRead(ValueType type) {
		for (JavaType part = type.reader().getValueType(); part != null; part = part.getContentType()) {
			if (!canRead(part)) {
				return false;
			}
		}
		return true;
	}

	private boolean canRead(JavaType type) {
		try {
			return !(this.mapper._deserializationContext()
				.findRootValueDeserializer(type) instanceof AbstractDeserializer);
		}
		catch (DatabindException ex) {
			return false;
		}
	}

	/**
	 * Reads a value from text in a configuration or an annotation: JSON, or the bare text
	 * of a string, an enum's constant, a date.
	 * @param type the type to read it into
	 * @param text the text
	 * @return the value
	 * @throws ConversionException if the text does not fit the type
	 */
	public @Nullable Object read(ValueType type, String text) {
		if (type.reader().getValueType().hasRawClass(String.class)) {
			return text;
		}
		try {
			return type.reader().readValue(text);
		}
		catch (JacksonException ex) {
			try {
				return type.reader().readValue(this.mapper.writeValueAsString(text));
			}
			catch (JacksonException second) {
				throw ConversionProblems.toException(second);
			}
		}
	}

	/**
	 * Gives what reads and writes values of pickles by the same settings.
	 * @return a converter
	 */
	PickleValues pickleValues() {
		return new PickleValues(this.mapper, this.maxNesting);
	}

	/**
	 * Checks that a text is one JSON value.
	 * @param json the text
	 * @throws CallRefusedException if it is not
	 */
	void check(Payload json) {
		if (!JsonText.isPlain(json)) {
			try (JsonParser parser = parser(json)) {
				if (parser.nextToken() == null) {
					throw JsonText.notJson("it is empty", null);
				}
				parser.skipChildren();
				JsonText.requireEnd(parser);
			}
			catch (JacksonException ex) {
				throw JsonText.notJson(ex);
			}
		}
	}

	/**
	 * Reads a string.
	 * @param json the string with its quotes
	 * @return the string
	 * @throws CallRefusedException if it is none
	 */
	String string(Payload json) {
		if (JsonText.isPlain(json)) {
			return new String(json.bytes(), json.offset() + 1, json.length() - 2, StandardCharsets.UTF_8);
		}
		try (JsonParser parser = parser(json)) {
			parser.nextToken();
			String string = parser.getString();
			JsonText.requireEnd(parser);
			return string;
		}
		catch (JacksonException ex) {
			throw JsonText.notJson(ex);
		}
	}

	JsonParser parser(Payload json) {
		return this.streams.createParser(ObjectReadContext.empty(), json.bytes(), json.offset(), json.length());
	}

	JsonGenerator generator(FrameOutput output) {
		return this.streams.createGenerator(this.mapper._serializationContext(), output);
	}

	void write(@Nullable Object value, JsonGenerator generator) {
		try {
			this.writer.writeValue(generator, value);
		}
		catch (JacksonException ex) {
			throw ConversionProblems.toException(ex);
		}
	}

	// Writes what a function returned.
	void writeResult(String function, @Nullable Object result, FrameOutput output) {
		try (JsonGenerator generator = generator(output)) {
			this.writer.writeValue(generator, result);
		}
		catch (JacksonException ex) {
			throw new RpcEncodingException(
					ConversionProblems.toException(ex).describe(function + "() returned what JSON cannot hold"),
					Executed.YES, ex);
		}
	}

}
