package io.rpcboot.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.support.AopUtils;

/**
 * Tells whether a method can be called through what is around its bean.
 */
final class Reachability {

	private Reachability() {
	}

	/**
	 * Finds out why a method cannot be called.
	 * @param method a method of the class of a bean
	 * @param beanType the class of the bean, which may be that of a proxy
	 * @return the reason, or {@code null} if it can be called
	 */
	static @Nullable String problem(Method method, Class<?> beanType) {
		if (Modifier.isPrivate(method.getModifiers())) {
			return "it is private";
		}
		// not every generated subclass is a proxy: a configuration class has its own
		// state
		if (SpringProxy.class.isAssignableFrom(beanType) && Modifier.isFinal(method.getModifiers())) {
			return "it is final, and the bean is behind a proxy that cannot override it";
		}
		try {
			AopUtils.selectInvocableMethod(method, beanType);
			return null;
		}
		catch (IllegalStateException ex) {
			return "the bean is behind a JDK proxy whose interfaces do not have it; add it to one of them, "
					+ "or set spring.aop.proxy-target-class=true";
		}
	}

	/**
	 * Requires that a method can be called.
	 * @param beanName the bean's name
	 * @param method a method of its class
	 * @param beanType the class of the bean, which may be that of a proxy
	 * @throws IllegalStateException if it cannot be called; the message tells why
	 */
	static void check(String beanName, Method method, Class<?> beanType) {
		String problem = problem(method, beanType);
		if (problem != null) {
			throw new IllegalStateException("The function %s.%s of bean '%s' cannot be called: %s"
				.formatted(method.getDeclaringClass().getName(), method.getName(), beanName, problem));
		}
	}

}
