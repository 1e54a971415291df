package io.rpcboot.client;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
import io.rpcboot.message.ValueType;
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
		RpcFunction annotation = method.getAnnotation(RpcFunction.class);
		Function<Supplier<CompletableFuture<?>>, Object> later = later(method);
		boolean oneWay = annotation != null && annotation.oneWay();
		if (oneWay && method.getReturnType() != void.class) {
			throw invalid(method, type, "it is one-way and returns " + method.getGenericReturnType().getTypeName(),
					"Have it return void, or let callers wait for its result.");
		}
		CallOptions options = options(method, type, resultType(method, type, later != null), annotation);
		Delivery delivery = (later != null) ? Delivery.LATER : (oneWay ? Delivery.NONE : Delivery.VALUE);
		return new ClientMethod(name(method, type, annotation), parameters(method, type), options, delivery, later);
	}

	private String name(Method method, Class<?> type, @Nullable RpcFunction annotation) {
		String name = (annotation != null && !annotation.value().isEmpty()) ? annotation.value()
				: this.naming.apply(method.getName());
		String prefix = Stream.concat(declaring(method, method.getDeclaringClass()), Stream.of(type))
			.map((candidate) -> candidate.getAnnotation(RpcFunction.class))
			.filter(Objects::nonNull)
			.map(RpcFunction::value)
			.findFirst()
			.orElse("");
		return prefix.isEmpty() ? name : prefix + "." + name;
	}

	// one that overrides a method, to say how it is called, does not rename it
	private static Stream<Class<?>> declaring(Method method, Class<?> type) {
		Stream<Class<?>> parents = Arrays.stream(type.getInterfaces()).flatMap((parent) -> declaring(method, parent));
		boolean declares = Arrays.stream(type.getDeclaredMethods())
			.anyMatch((other) -> other.getName().equals(method.getName())
					&& Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
		return declares ? Stream.concat(Stream.of(type), parents) : parents;
	}

	private CallOptions options(Method method, Class<?> type, ValueType resultType, @Nullable RpcFunction annotation) {
		boolean idempotent = annotation != null && annotation.idempotent();
		boolean oneWay = annotation != null && annotation.oneWay();
		if (annotation == null || annotation.timeout().isEmpty()) {
			return new CallOptions(resultType, this.settings.calls().timeout(), this.settings.property("timeout"),
					idempotent, oneWay);
		}
		Duration timeout = Durations.parse(annotation.timeout());
		if (timeout == null) {
			throw invalid(method, type, "its timeout '%s' is no duration".formatted(annotation.timeout()),
					"Write it like 500ms, 10s or 2m.");
		}
		String source = "@RpcFunction of %s.%s".formatted(method.getDeclaringClass().getSimpleName(), method.getName());
		return new CallOptions(resultType, timeout, source, idempotent, oneWay);
	}

	private @Nullable Function<Supplier<CompletableFuture<?>>, Object> later(Method method) {
		Class<?> type = method.getReturnType();
		if (type == CompletableFuture.class || type == CompletionStage.class) {
			return Supplier::get;
		}
		return this.asyncCalls.adapterFor(type);
	}

	private ValueType resultType(Method method, Class<?> type, boolean later) {
		Type returned = method.getGenericReturnType();
		if (returned == void.class) {
			return this.codec.type(Object.class);
		}
		if (later) {
			returned = (returned instanceof ParameterizedType generic) ? generic.getActualTypeArguments()[0]
					: Object.class;
		}
		ValueType result = this.codec.type(returned, method.getDeclaringClass(), type);
		if (!this.codec.canRead(result)) {
			throw invalid(method, type, "no result can be read into " + result,
					"Have it return a class, a record or a collection of such, or a CompletableFuture or Mono of one; "
							+ "or tell the JsonMapper how to read the type.");
		}
		return result;
	}

	private List<ClientMethod.Parameter> parameters(Method method, Class<?> type) {
		List<ClientMethod.Parameter> parameters = new ArrayList<>();
		List<ParameterInfo> infos = this.inspector.inspect(method, type);
		boolean named = needsNames(infos, method);
		for (int i = 0; i < infos.size(); i++) {
			boolean varargs = method.isVarArgs() && i == infos.size() - 1;
			Kind kind = kind(infos.get(i).annotations(), varargs);
			String name = name(infos.get(i));
			if (name == null && (kind == Kind.KEYWORD || (named && kind == Kind.POSITIONAL))) {
				throw invalid(method, type, "the name of its parameter %d is not known".formatted(i + 1),
						"Compile with -parameters, or give the name by @RpcParam(name = \"...\").");
			}
			parameters.add(new ClientMethod.Parameter((name != null) ? name : "arg" + i, kind));
			named |= kind == Kind.POSITIONAL && method.getParameterTypes()[i] == Optional.class;
		}
		check(parameters, method, type);
		return parameters;
	}

	// where not all arguments can go by position they all go by keyword
	private boolean needsNames(List<ParameterInfo> infos, Method method) {
		return !this.settings.calls().format().mixesArguments()
				&& (Arrays.asList(method.getParameterTypes()).contains(Optional.class)
						|| infos.stream().anyMatch((info) -> kind(info.annotations(), false) != Kind.POSITIONAL));
	}

	private static void check(List<ClientMethod.Parameter> parameters, Method method, Class<?> type) {
		Set<String> names = new HashSet<>();
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		for (int i = 0; i < parameters.size(); i++) {
			ClientMethod.Parameter parameter = parameters.get(i);
			if (!names.add(parameter.name())) {
				throw invalid(method, type, "two of its parameters have the name '%s'".formatted(parameter.name()),
						"Give one of them another name by @RpcParam(name = \"...\").");
			}
			if (parameter.kind() == Kind.KWARGS && !kinds.add(Kind.KWARGS)) {
				throw invalid(method, type, "two of its parameters have @RpcKwargs", "Put all keywords into one Map.");
			}
			if (parameter.kind() == Kind.KWARGS && !Map.class.isAssignableFrom(method.getParameterTypes()[i])) {
				throw invalid(method, type,
						"its parameter '%s' has @RpcKwargs and is no Map".formatted(parameter.name()),
						"Make it a Map<String, ?>.");
			}
		}
	}

	private @Nullable String name(ParameterInfo info) {
		RpcParam annotation = info.annotations().getAnnotation(RpcParam.class);
		if (annotation != null && !annotation.name().isEmpty()) {
			return annotation.name();
		}
		return (info.name() != null) ? this.naming.apply(info.name()) : null;
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

	private static InvalidClientException invalid(Method method, Class<?> type, String problem, String action) {
		return new InvalidClientException(
				"%s.%s cannot be called: %s.".formatted(type.getName(), method.getName(), problem), action);
	}

}
