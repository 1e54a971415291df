package io.rpcboot.function;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import io.rpcboot.function.FunctionParameter.Kind;

/**
 * How a function is called.
 *
 * @param parameters the parameters in the order of the Java method
 * @param resultType what the Java method returns
 */
record Signature(List<FunctionParameter> parameters, Type resultType) {

	Signature(List<FunctionParameter> parameters, Type resultType) {
		this.parameters = List.copyOf(parameters);
		this.resultType = resultType;
	}

	/**
	 * Shows the signature as Python writes signatures, with Java's types.
	 */
	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		add(parts, Kind.POSITIONAL_ONLY);
		if (!parts.isEmpty()) {
			parts.add("/");
		}
		add(parts, Kind.POSITIONAL_OR_KEYWORD);
		int before = parts.size();
		add(parts, Kind.VAR_POSITIONAL);
		if (parts.size() == before && has(Kind.KEYWORD_ONLY)) {
			parts.add("*");
		}
		add(parts, Kind.KEYWORD_ONLY);
		add(parts, Kind.VAR_KEYWORD);
		return "(" + String.join(", ", parts) + ") -> " + TypeNames.of(this.resultType);
	}

	private void add(List<String> parts, Kind kind) {
		this.parameters.stream()
			.filter((parameter) -> parameter.kind() == kind)
			.map(FunctionParameter::toString)
			.forEach(parts::add);
	}

	private boolean has(Kind kind) {
		return this.parameters.stream().anyMatch((parameter) -> parameter.kind() == kind);
	}

}
