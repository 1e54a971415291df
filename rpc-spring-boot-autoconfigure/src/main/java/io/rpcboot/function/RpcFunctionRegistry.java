package io.rpcboot.function;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import org.jspecify.annotations.Nullable;

/**
 * The functions that can be called, by name. Functions can be registered at any time; a
 * call sees what is registered when it comes in. Thread-safe.
 */
public final class RpcFunctionRegistry {

	private static final String RESERVED = "rpc.";

	private final Map<String, RegisteredFunction> functions = new ConcurrentHashMap<>();

	private final SignatureParser signatures;

	private final AsyncResultAdapter asyncResults;

	private final FunctionSettings settings;

	/**
	 * Creates an empty registry.
	 * @param codec prepares the types of parameters
	 * @param inspector finds out about parameters
	 * @param asyncResults knows results that come later
	 * @param settings how functions are registered and executed
	 */
	public RpcFunctionRegistry(JsonCodec codec, ParameterInspector inspector, AsyncResultAdapter asyncResults,
			FunctionSettings settings) {
		this.signatures = new SignatureParser(codec, inspector, settings.naming());
		this.asyncResults = asyncResults;
		this.settings = settings;
	}

	/**
	 * Registers an object's method.
	 * @param name the name on the wire
	 * @param object the object
	 * @param method one of its methods
	 * @throws DuplicateFunctionException if the name is taken
	 * @throws IllegalArgumentException if the method cannot be a function
	 */
	public void register(String name, Object object, Method method) {
		Method accessible = accessible(method);
		registerOnce(new FunctionDefinition(name, "a registration by program", method, object.getClass(),
				(arguments) -> FunctionTarget.invoke(object, accessible, arguments), ""));
	}

	/**
	 * Registers a lambda. Its parameters are those of the interface's one abstract
	 * method, with their names and types.
	 * @param <T> the interface
	 * @param name the name on the wire
	 * @param type the interface
	 * @param lambda the lambda
	 * @throws DuplicateFunctionException if the name is taken
	 * @throws IllegalArgumentException if the type is no interface with one abstract
	 * method
	 */
	public <T> void register(String name, Class<T> type, T lambda) {
		List<Method> candidates = Arrays.stream(type.getMethods())
			.filter((method) -> Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method))
			.toList();
		if (!type.isInterface() || candidates.size() != 1) {
			throw new IllegalArgumentException(
					"%s cannot be a function: it is no interface with one abstract method".formatted(type.getName()));
		}
		Method method = accessible(candidates.get(0));
		registerOnce(new FunctionDefinition(name, "a registration by program", method, type,
				(arguments) -> FunctionTarget.invoke(lambda, method, arguments), ""));
	}

	/**
	 * Registers a function. The same method of the same owner is registered once, however
	 * often it is found.
	 * @param definition the function
	 * @throws DuplicateFunctionException if the name is taken by another one
	 * @throws IllegalArgumentException if the method cannot be a function
	 */
	public void register(FunctionDefinition definition) {
		RegisteredFunction known = add(definition);
		if (known != null && !isSame(known.definition(), definition)) {
			throw duplicate(known, definition);
		}
	}

	// there is no owner by which a repetition could be recognised
	private void registerOnce(FunctionDefinition definition) {
		RegisteredFunction known = add(definition);
		if (known != null) {
			throw duplicate(known, definition);
		}
	}

	private @Nullable RegisteredFunction add(FunctionDefinition definition) {
		RegisteredFunction known = this.functions.get(definition.name());
		if (known != null) {
			return known;
		}
		if (definition.name().startsWith(RESERVED)) {
			throw new IllegalArgumentException(
					"%s.%s cannot be a function: its name %s begins with '%s', which JSON-RPC reserves".formatted(
							definition.method().getDeclaringClass().getName(), definition.method().getName(),
							definition.name(), RESERVED));
		}
		Function<Object, CompletionStage<?>> async = async(definition.method());
		return this.functions.putIfAbsent(definition.name(),
				new RegisteredFunction(definition, this.signatures.parse(definition.method(), definition.targetType()),
						async, this.settings.asyncTimeout()));
	}

	private static DuplicateFunctionException duplicate(RegisteredFunction known, FunctionDefinition second) {
		return new DuplicateFunctionException(second.name(), known.owner(), second.describe());
	}

	private @Nullable Function<Object, CompletionStage<?>> async(Method method) {
		if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
			return (result) -> (CompletionStage<?>) result;
		}
		try {
			return this.asyncResults.adapterFor(method.getReturnType());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("%s.%s cannot be a function: %s"
				.formatted(method.getDeclaringClass().getName(), method.getName(), ex.getMessage()), ex);
		}
	}

	private static boolean isSame(FunctionDefinition first, FunctionDefinition second) {
		return first.owner().equals(second.owner()) && first.method().getName().equals(second.method().getName())
				&& Arrays.equals(first.method().getParameterTypes(), second.method().getParameterTypes());
	}

	private static boolean isObjectMethod(Method method) {
		return Arrays.stream(Object.class.getMethods())
			.anyMatch((known) -> known.getName().equals(method.getName())
					&& Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
	}

	private static Method accessible(Method method) {
		if (!method.trySetAccessible()) {
			throw new IllegalArgumentException("%s cannot be a function: it is not accessible".formatted(method));
		}
		return method;
	}

	/**
	 * Removes a function. Calls that run are not affected.
	 * @param name its name
	 * @return whether there was one
	 */
	public boolean unregister(String name) {
		return this.functions.remove(name) != null;
	}

	/**
	 * Finds a function.
	 * @param name its name
	 * @return the function, or {@code null} if there is none
	 */
	public @Nullable RegisteredFunction find(String name) {
		return this.functions.get(name);
	}

	/**
	 * Tells how the names of functions are written where none is given explicitly.
	 * @return the naming
	 */
	public Naming naming() {
		return this.settings.naming();
	}

	/**
	 * Lists the functions.
	 * @return all of them, by name
	 */
	public List<RegisteredFunction> functions() {
		return this.functions.values().stream().sorted(Comparator.comparing(RegisteredFunction::name)).toList();
	}

}
