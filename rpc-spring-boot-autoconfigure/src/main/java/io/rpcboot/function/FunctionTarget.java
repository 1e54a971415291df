package io.rpcboot.function;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * What executes a function.
 */
@FunctionalInterface
public interface FunctionTarget {

	/**
	 * Executes the function.
	 * @param arguments the values of its parameters
	 * @return its result
	 * @throws Exception what the function threw
	 */
	@Nullable Object invoke(@Nullable Object[] arguments) throws Exception;

	/**
	 * Calls a method.
	 * @param object the object
	 * @param method its method
	 * @param arguments the values of its parameters
	 * @return the result
	 * @throws Exception what the method threw
	 */
	static @Nullable Object invoke(Object object, Method method, @Nullable Object[] arguments) throws Exception {
		try {
			return method.invoke(object, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception exception) ? exception : ex;
		}
	}

}
