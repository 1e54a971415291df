package io.rpcboot.openrpc;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import io.rpcboot.message.Naming;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes Java types by JSON Schema, as Jackson writes their values.
 */
public final class SchemaFactory {

	private final SchemaGenerator generator;

	private final JsonMapper mapper;

	/**
	 * Creates a factory.
	 * @param mapper the mapper that reads and writes values
	 * @param naming how the names of properties are written
	 */
	public SchemaFactory(JsonMapper mapper, Naming naming) {
		this.mapper = mapper;
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_7,
				OptionPreset.PLAIN_JSON)
			.with(new JacksonSchemaModule())
			.with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.EXTRA_OPEN_API_FORMAT_VALUES)
			.without(Option.SCHEMA_VERSION_INDICATOR);
		builder.forTypesInGeneral().withCustomDefinitionProvider(this::describe);
		builder.forFields().withPropertyNameOverrideResolver((field) -> naming.apply(field.getDeclaredName()));
		this.generator = new SchemaGenerator(builder.build());
	}

	// what Jackson writes otherwise than its fields tell
	private @Nullable CustomDefinition describe(ResolvedType type, SchemaGenerationContext context) {
		ObjectNode schema = schema(type, context);
		return (schema != null) ? new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.NO) : null;
	}

	private @Nullable ObjectNode schema(ResolvedType type, SchemaGenerationContext context) {
		Class<?> rawType = type.getErasedType();
		ObjectNode schema = this.mapper.createObjectNode();
		if (rawType == void.class || rawType == Void.class) {
			return schema.put("type", "null");
		}
		if (rawType == byte[].class) {
			return schema.put("type", "string").put("contentEncoding", "base64");
		}
		if (rawType == char[].class) {
			return schema.put("type", "string");
		}
		if (JsonNode.class.isAssignableFrom(rawType)) {
			return schema;
		}
		if (rawType.isEnum()) {
			ArrayNode constants = schema.put("type", "string").putArray("enum");
			for (Object constant : rawType.getEnumConstants()) {
				constants.add(this.mapper.<JsonNode>valueToTree(constant));
			}
			return schema;
		}
		return Map.class.isAssignableFrom(rawType) ? map(schema, type.typeParametersFor(Map.class), context) : null;
	}

	private static ObjectNode map(ObjectNode schema, List<ResolvedType> parameters, SchemaGenerationContext context) {
		schema.put("type", "object");
		return (parameters.size() < 2) ? schema
				: schema.set("additionalProperties", context.createDefinitionReference(parameters.get(1)));
	}

	Schemas begin() {
		return new Schemas(this.generator.buildMultipleSchemaDefinitions());
	}

	/**
	 * The schemas of one document.
	 */
	static final class Schemas {

		private final SchemaBuilder builder;

		private Schemas(SchemaBuilder builder) {
			this.builder = builder;
		}

		/**
		 * Describes a type. The node is complete once {@link #definitions()} was called.
		 * @param type the type
		 * @return its schema, or a reference to it
		 */
		ObjectNode of(Type type) {
			if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
				return of(optional.getActualTypeArguments()[0]);
			}
			return this.builder.createSchemaReference(type);
		}

		ObjectNode definitions() {
			return this.builder.collectDefinitions("components/schemas");
		}

	}

}
