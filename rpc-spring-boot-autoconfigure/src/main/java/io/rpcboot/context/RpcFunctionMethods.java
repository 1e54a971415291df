package io.rpcboot.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.rpcboot.RpcFunction;
import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods of a class that are functions.
 */
final class RpcFunctionMethods {

	private static final Set<String> CALLBACK_PACKAGES = Set.of("java.", "javax.", "jakarta.", "org.springframework.");

	private static final Set<String> CALLBACK_ANNOTATIONS = Set.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy", "org.springframework.context.annotation.Bean");

	// looked at again and again for prototypes and products of factories
	private final Set<Class<?>> withoutFunctions = ConcurrentHashMap.newKeySet();

	/**
	 * Finds functions.
	 * @param type the class of a bean, not of its proxy
	 * @return its functions
	 */
	Map<Method, Declaration> find(Class<?> type) {
		if (this.withoutFunctions.contains(type) || isOfContainer(type)
				|| !AnnotationUtils.isCandidateClass(type, RpcFunction.class)) {
			return Map.of();
		}
		Map<Method, Declaration> methods = new LinkedHashMap<>();
		for (Class<?> declaring : hierarchy(type)) {
			RpcFunction annotation = AnnotatedElementUtils.getMergedAnnotation(declaring, RpcFunction.class);
			if (annotation != null) {
				addDeclared(declaring, type, annotation.value(), methods);
			}
		}
		MethodIntrospector.selectMethods(type, RpcFunctionMethods::annotation)
			.forEach((method, annotation) -> methods.put(method, new Declaration(prefix(method, methods.get(method)),
					annotation.value(), annotation.description(), true)));
		if (methods.isEmpty()) {
			this.withoutFunctions.add(type);
		}
		return methods;
	}

	// of which every application has dozens
	private static boolean isOfContainer(Class<?> type) {
		return type.getName().startsWith("org.springframework.");
	}

	private static @Nullable RpcFunction annotation(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, RpcFunction.class);
	}

	private static String prefix(Method method, @Nullable Declaration declared) {
		if (declared != null) {
			return declared.prefix();
		}
		// a callback, or not public, and so not among what its type declares
		RpcFunction annotation = AnnotatedElementUtils.getMergedAnnotation(method.getDeclaringClass(),
				RpcFunction.class);
		return (annotation != null) ? annotation.value() : "";
	}

	private static Set<Class<?>> hierarchy(Class<?> type) {
		Set<Class<?>> types = new LinkedHashSet<>();
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			types.add(current);
		}
		types.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
		return types;
	}

	private static void addDeclared(Class<?> declaring, Class<?> type, String prefix,
			Map<Method, Declaration> methods) {
		for (Method method : declaring.getDeclaredMethods()) {
			// a JDK proxy has methods of its own, without parameter names
			Method specific = Proxy.isProxyClass(type) ? method
					: BridgeMethodResolver.findBridgedMethod(ClassUtils.getMostSpecificMethod(method, type));
			if (isFunction(method) && !isCallback(specific, type)) {
				methods.putIfAbsent(specific, new Declaration(prefix, "", "", false));
			}
		}
	}

	private static boolean isFunction(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isBridge() && !method.isSynthetic() && !isObjectMethod(method);
	}

	private static boolean isObjectMethod(Method method) {
		// clone() and finalize(), too, which may have been made public
		return ReflectionUtils.findMethod(Object.class, method.getName(), method.getParameterTypes()) != null;
	}

	private static boolean isCallback(Method method, Class<?> type) {
		return Arrays.stream(method.getAnnotations())
			.anyMatch((annotation) -> CALLBACK_ANNOTATIONS.contains(annotation.annotationType().getName()))
				|| callbackInterfaces(type)
					.anyMatch((callback) -> ClassUtils.hasMethod(callback, method.getName(), method.getParameterTypes())
							|| hasGenericMethod(callback, method));
	}

	private static Stream<Class<?>> callbackInterfaces(Class<?> type) {
		return ClassUtils.getAllInterfacesForClassAsSet(type)
			.stream()
			.filter((candidate) -> CALLBACK_PACKAGES.stream().anyMatch(candidate.getName()::startsWith));
	}

	// Whether a method implements one whose parameters are type variables, as
	// ApplicationListener.onApplicationEvent has them.
	private static boolean hasGenericMethod(Class<?> callback, Method method) {
		return Arrays.stream(callback.getMethods())
			.anyMatch((candidate) -> candidate.getName().equals(method.getName())
					&& candidate.getParameterCount() == method.getParameterCount()
					&& Modifier.isAbstract(candidate.getModifiers())
					&& isAssignable(candidate.getParameterTypes(), method.getParameterTypes()));
	}

	private static boolean isAssignable(Class<?>[] general, Class<?>[] specific) {
		for (int i = 0; i < general.length; i++) {
			if (!general[i].isAssignableFrom(specific[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How a method was declared to be a function.
	 *
	 * @param prefix the name on its type, or empty
	 * @param name the name on the method, or empty
	 * @param description what the method's annotation says of it, or empty
	 * @param explicit whether the method itself is annotated
	 */
	record Declaration(String prefix, String name, String description, boolean explicit) {

		String functionName(String methodName) {
			String last = this.name.isEmpty() ? methodName : this.name;
			return this.prefix.isEmpty() ? last : this.prefix + "." + last;
		}

	}

}
