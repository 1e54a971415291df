package io.rpcboot.client;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.client.ClientMethod.Delivery;
import io.rpcboot.client.ClientMethod.Kind;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInfo;
import io.rpcboot.message.ParameterInspector;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, once per client, how its methods are called. A method that cannot be called
 * is found out here, not at its first call.
 */
final class ClientMethodParser {

	private final JsonCodec codec;

	private final ParameterInspector inspector;

	private final AsyncCallAdapter asyncCalls;

	private final Naming naming;

	private final ClientSettings settings;

	ClientMethodParser(JsonCodec codec, ParameterInspector inspector, AsyncCallAdapter asyncCalls, Naming naming,
			ClientSettings settings) {
		this.codec = codec;
		this.inspector = inspector;
		this.asyncCalls = asyncCalls;
		this.naming = naming;
		this.settings = settings;
	}

	ClientMethod parse(Method method, Class<?> type) {
		try {
			RpcFunction annotation = method.getAnnotation(RpcFunction.class);
			Function<Supplier<CompletableFuture<?>>, Object> later = later(method);
			boolean oneWay = annotation != null && annotation.oneWay();
			if (oneWay && method.getReturnType() != void.class) {
				throw new IllegalArgumentException("it is one-way, and so has to return void");
			}
			CallOptions options = options(method, resultType(method, later != null), annotation);
			Delivery delivery = (later != null) ? Delivery.LATER : (oneWay ? Delivery.NONE : Delivery.VALUE);
			return new ClientMethod(name(method, type, annotation), parameters(method, type), options, delivery, later);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"%s.%s cannot be called: %s".formatted(type.getName(), method.getName(), ex.getMessage()), ex);
		}
	}

	private String name(Method method, Class<?> type, @Nullable RpcFunction annotation) {
		String name = (annotation != null && !annotation.value().isEmpty()) ? annotation.value()
				: this.naming.apply(method.getName());
		RpcFunction prefix = method.getDeclaringClass().getAnnotation(RpcFunction.class);
		prefix = (prefix != null) ? prefix : type.getAnnotation(RpcFunction.class);
		return (prefix == null || prefix.value().isEmpty()) ? name : prefix.value() + "." + name;
	}

	private CallOptions options(Method method, Type resultType, @Nullable RpcFunction annotation) {
		String own = (annotation != null) ? annotation.timeout() : "";
		Duration timeout = own.isEmpty() ? this.settings.calls().timeout() : Durations.parse(own);
		String source = own.isEmpty() ? this.settings.property("timeout")
				: "@RpcFunction of %s.%s".formatted(method.getDeclaringClass().getSimpleName(), method.getName());
		return new CallOptions(this.codec.type(resultType), timeout, source,
				annotation != null && annotation.idempotent());
	}

	private @Nullable Function<Supplier<CompletableFuture<?>>, Object> later(Method method) {
		Class<?> type = method.getReturnType();
		if (type == CompletableFuture.class || type == CompletionStage.class) {
			return Supplier::get;
		}
		return this.asyncCalls.adapterFor(type);
	}

	private static Type resultType(Method method, boolean later) {
		Type type = method.getGenericReturnType();
		if (type == void.class) {
			return Object.class;
		}
		if (!later) {
			return type;
		}
		return (type instanceof ParameterizedType generic) ? generic.getActualTypeArguments()[0] : Object.class;
	}

	private List<ClientMethod.Parameter> parameters(Method method, Class<?> type) {
		List<ClientMethod.Parameter> parameters = new ArrayList<>();
		List<ParameterInfo> infos = this.inspector.inspect(method, type);
		for (int i = 0; i < infos.size(); i++) {
			boolean varargs = method.isVarArgs() && i == infos.size() - 1;
			Kind kind = kind(infos.get(i).annotations(), varargs);
			String name = name(infos.get(i), i, kind);
			if (kind == Kind.KWARGS && !Map.class.isAssignableFrom(method.getParameterTypes()[i])) {
				throw new IllegalArgumentException("a parameter with @RpcKwargs has to be a Map");
			}
			if (parameters.stream().anyMatch((other) -> other.name().equals(name))) {
				throw new IllegalArgumentException("two of its parameters have the name '%s'".formatted(name));
			}
			parameters.add(new ClientMethod.Parameter(name, kind));
		}
		return parameters;
	}

	private String name(ParameterInfo info, int index, Kind kind) {
		RpcParam annotation = info.annotations().getAnnotation(RpcParam.class);
		if (annotation != null && !annotation.name().isEmpty()) {
			return annotation.name();
		}
		if (info.name() != null) {
			return this.naming.apply(info.name());
		}
		if (kind == Kind.KEYWORD) {
			throw new IllegalArgumentException(
					"the name of parameter %d is not known; compile with -parameters, or give "
							+ "it by @RpcParam(name = \"...\")".formatted(index + 1));
		}
		return "arg" + index;
	}

	private static Kind kind(AnnotatedElement annotations, boolean varargs) {
		if (varargs) {
			return Kind.VARARGS;
		}
		if (annotations.isAnnotationPresent(RpcKwargs.class)) {
			return Kind.KWARGS;
		}
		return annotations.isAnnotationPresent(RpcKeyword.class) ? Kind.KEYWORD : Kind.POSITIONAL;
	}

}
