package io.rpcboot.function;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.function.FunctionParameter.Kind;
import io.rpcboot.message.ConversionException;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInfo;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.message.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, once per function, how it is called.
 */
final class SignatureParser {

	private final JsonCodec codec;

	private final ParameterInspector inspector;

	private final Naming naming;

	SignatureParser(JsonCodec codec, ParameterInspector inspector, Naming naming) {
		this.codec = codec;
		this.inspector = inspector;
		this.naming = naming;
	}

	Signature parse(Method method, Class<?> targetType) {
		List<FunctionParameter> parameters = new ArrayList<>();
		int index = 0;
		for (ParameterInfo info : this.inspector.inspect(method, targetType)) {
			boolean varargs = method.isVarArgs() && index == method.getParameterCount() - 1;
			FunctionParameter parameter = parameter(method, info, index, varargs);
			if (parameter.kind() != Kind.POSITIONAL_ONLY
					&& parameters.stream().anyMatch((other) -> other.name().equals(parameter.name()))) {
				throw invalid(method, "two of its parameters have the name '%s'".formatted(parameter.name()));
			}
			if (parameter.kind() == Kind.VAR_KEYWORD && parameter.rawType() != Map.class) {
				throw invalid(method, "a parameter with @RpcKwargs has to be a Map<String, ?>");
			}
			parameters.add(parameter);
			index++;
		}
		if (parameters.stream().filter((parameter) -> parameter.kind() == Kind.VAR_KEYWORD).count() > 1) {
			throw invalid(method, "only one of its parameters can have @RpcKwargs");
		}
		return new Signature(parameters, method.getGenericReturnType());
	}

	private FunctionParameter parameter(Method method, ParameterInfo info, int index, boolean varargs) {
		Class<?> rawType = method.getParameterTypes()[index];
		String name = name(info, index);
		Kind kind = kind(info, varargs);
		ValueType type = this.codec.type(switch (kind) {
			case VAR_POSITIONAL -> componentType(info.type());
			case VAR_KEYWORD -> mapValueType(info.type());
			default -> info.type();
		});
		String defaultText = defaultText(info);
		try {
			return new FunctionParameter(name, kind, type, rawType, defaultText,
					defaultValue(type, rawType, defaultText, info.optional()), description(info));
		}
		catch (ConversionException ex) {
			throw invalid(method, "the default '%s' of its parameter '%s' does not fit %s".formatted(defaultText, name,
					TypeNames.of(info.type())));
		}
	}

	private static Kind kind(ParameterInfo info, boolean varargs) {
		if (varargs) {
			return Kind.VAR_POSITIONAL;
		}
		if (info.annotations().isAnnotationPresent(RpcKwargs.class)) {
			return Kind.VAR_KEYWORD;
		}
		if (info.annotations().isAnnotationPresent(RpcKeyword.class)) {
			return Kind.KEYWORD_ONLY;
		}
		return (info.name() == null && givenName(info).isEmpty()) ? Kind.POSITIONAL_ONLY : Kind.POSITIONAL_OR_KEYWORD;
	}

	private String name(ParameterInfo info, int index) {
		String given = givenName(info);
		if (!given.isEmpty()) {
			return given;
		}
		return (info.name() != null) ? this.naming.apply(info.name()) : "arg" + index;
	}

	private static String givenName(ParameterInfo info) {
		RpcParam annotation = info.annotations().getAnnotation(RpcParam.class);
		return (annotation != null) ? annotation.name() : "";
	}

	private static String description(ParameterInfo info) {
		RpcParam annotation = info.annotations().getAnnotation(RpcParam.class);
		return (annotation != null) ? annotation.description() : "";
	}

	private static @Nullable String defaultText(ParameterInfo info) {
		RpcParam annotation = info.annotations().getAnnotation(RpcParam.class);
		return (annotation != null && !annotation.defaultValue().equals(RpcParam.NO_DEFAULT))
				? annotation.defaultValue() : null;
	}

	private @Nullable Supplier<@Nullable Object> defaultValue(ValueType type, Class<?> rawType, @Nullable String text,
			boolean optional) {
		if (text == null) {
			Object empty = (rawType == Optional.class) ? Optional.empty() : null;
			return (optional) ? () -> empty : null;
		}
		Object value = this.codec.read(type, text);
		// a list, a record with a list in it: nobody may change what the next caller gets
		return (immutable(value)) ? () -> value : () -> this.codec.read(type, text);
	}

	private static boolean immutable(@Nullable Object value) {
		return value == null || value instanceof String || value instanceof Number || value instanceof Boolean
				|| value instanceof Enum || value instanceof Temporal;
	}

	private static Type componentType(Type type) {
		return (type instanceof GenericArrayType array) ? array.getGenericComponentType()
				: ((Class<?>) type).getComponentType();
	}

	private static Type mapValueType(Type type) {
		if (type instanceof ParameterizedType map && map.getActualTypeArguments().length == 2) {
			return map.getActualTypeArguments()[1];
		}
		return Object.class;
	}

	private static IllegalArgumentException invalid(Method method, String problem) {
		return new IllegalArgumentException("%s.%s cannot be a function: %s"
			.formatted(method.getDeclaringClass().getName(), method.getName(), problem));
	}

}
