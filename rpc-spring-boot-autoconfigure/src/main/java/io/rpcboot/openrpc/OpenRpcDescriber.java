package io.rpcboot.openrpc;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.rpcboot.function.FunctionParameter;
import io.rpcboot.function.FunctionParameter.Kind;
import io.rpcboot.function.RegisteredFunction;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes functions as an <a href="https://spec.open-rpc.org">OpenRPC</a> document:
 * names, parameters and results with their JSON Schema, defaults and descriptions. How
 * Python passes a parameter, which OpenRPC has no word for, stands in {@code x-kind} with
 * the names of Python's {@code inspect}.
 */
public final class OpenRpcDescriber {

	private static final String VERSION = "1.3.2";

	private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {
	};

	private final String title;

	private final String version;

	private final JsonMapper mapper;

	private final SchemaFactory schemas;

	/**
	 * Creates a describer.
	 * @param title the application's name
	 * @param version the application's version
	 * @param mapper the mapper that reads and writes values
	 * @param schemas describes types
	 */
	public OpenRpcDescriber(String title, String version, JsonMapper mapper, SchemaFactory schemas) {
		this.title = title;
		this.version = version;
		this.mapper = mapper;
		this.schemas = schemas;
	}

	/**
	 * Describes functions.
	 * @param functions the functions
	 * @return the document, of maps, lists, texts, numbers and booleans alone
	 */
	Map<String, Object> describe(List<RegisteredFunction> functions) {
		SchemaFactory.Schemas types = this.schemas.begin();
		ObjectNode document = this.mapper.createObjectNode();
		document.put("openrpc", VERSION);
		document.putObject("info").put("title", this.title).put("version", this.version);
		ArrayNode methods = document.putArray("methods");
		functions.forEach((function) -> addMethod(function, methods.addObject(), types));
		document.putObject("components").set("schemas", types.definitions());
		return this.mapper.convertValue(document, DOCUMENT);
	}

	private void addMethod(RegisteredFunction function, ObjectNode method, SchemaFactory.Schemas types) {
		method.put("name", function.name());
		putText(method, "description", function.description());
		method.put("paramStructure", structure(function.parameters()));
		ArrayNode parameters = method.putArray("params");
		function.parameters().forEach((parameter) -> addParameter(parameter, parameters.addObject(), types));
		method.putObject("result").put("name", "result").set("schema", types.of(function.resultType()));
	}

	private static String structure(List<FunctionParameter> parameters) {
		if (parameters.stream()
			.anyMatch((parameter) -> parameter.kind() == Kind.KEYWORD_ONLY && parameter.required())) {
			return "by-name";
		}
		boolean named = parameters.stream()
			.noneMatch(
					(parameter) -> parameter.kind() == Kind.POSITIONAL_ONLY || parameter.kind() == Kind.VAR_POSITIONAL);
		return named ? "either" : "by-position";
	}

	private void addParameter(FunctionParameter parameter, ObjectNode content, SchemaFactory.Schemas types) {
		content.put("name", parameter.name());
		putText(content, "description", parameter.description());
		boolean hasDefault = !parameter.required() && !parameter.kind().collects();
		content.put("required", parameter.required() && !parameter.kind().collects());
		content.put("x-kind", parameter.kind().name());
		ObjectNode schema = types.of(parameter.type().type());
		content.set("schema", hasDefault ? withDefault(schema, parameter) : schema);
	}

	private ObjectNode withDefault(ObjectNode schema, FunctionParameter parameter) {
		// not within the schema: beside a reference nothing else counts
		ObjectNode extended = this.mapper.createObjectNode();
		if (parameter.defaultText() == null) {
			extended.putArray("anyOf").add(schema).addObject().put("type", "null");
			return extended.putNull("default");
		}
		extended.putArray("allOf").add(schema);
		Supplier<?> value = parameter.defaultValue();
		return extended.set("default", this.mapper.valueToTree((value != null) ? value.get() : null));
	}

	private static void putText(ObjectNode node, String name, String text) {
		if (!text.isEmpty()) {
			node.put(name, text);
		}
	}

}
