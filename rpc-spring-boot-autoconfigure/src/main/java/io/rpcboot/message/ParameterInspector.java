package io.rpcboot.message;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds out about parameters. A container knows more of them than reflection does: names
 * in Kotlin, type variables, nullness, annotations of an interface's method.
 */
@FunctionalInterface
public interface ParameterInspector {

	/** Knows what reflection alone tells. */
	ParameterInspector REFLECTION = (method,
			targetType) -> Arrays.stream(method.getParameters()).map(ParameterInspector::reflect).toList();

	/**
	 * Inspects a method.
	 * @param method the method
	 * @param targetType the class of the objects on which it is called
	 * @return its parameters in order
	 */
	List<ParameterInfo> inspect(Method method, Class<?> targetType);

	private static ParameterInfo reflect(Parameter parameter) {
		return new ParameterInfo(parameter.isNamePresent() ? parameter.getName() : null,
				parameter.getParameterizedType(), parameter, parameter.getType() == Optional.class);
	}

}
