package io.rpcboot.function;

import java.lang.reflect.Method;

/**
 * A function to be registered.
 *
 * @param name its name on the wire
 * @param owner whose it is, for people: a bean's name, or where it was registered
 * @param method the method that declares its parameters
 * @param targetType the class of the objects that have the method
 * @param target what executes it
 * @param description what it does, for people, or empty
 */
public record FunctionDefinition(String name, String owner, Method method, Class<?> targetType, FunctionTarget target,
		String description) {

	/**
	 * Names the method and whose it is.
	 * @return such as {@code bean 'orders' (com.example.Orders.price)}
	 */
	public String describe() {
		return "%s (%s.%s)".formatted(this.owner, this.targetType.getName(), this.method.getName());
	}

}
