package io.rpcboot.context;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.resilience.InvocationRejectedException;

/**
 * A call that was not executed, as {@code @ConcurrencyLimit} of Spring Framework rejected
 * it.
 */
final class ConcurrencyLimitRejection {

	private ConcurrencyLimitRejection() {
	}

	/**
	 * Tells whether a method was not executed. One that was may have called another one,
	 * even of the same bean, which was rejected then.
	 * @param failure what was thrown
	 * @param bean the bean that was called, with the proxies around it
	 * @param method the method
	 * @return whether it is the call of this method that was rejected
	 */
	static boolean isOf(RejectedExecutionException failure, Object bean, Method method) {
		return failure instanceof InvocationRejectedException rejection && isBehind(rejection.getTarget(), bean)
				&& !hasEntered(rejection, AopUtils.getMostSpecificMethod(method, rejection.getTarget().getClass()));
	}

	private static boolean isBehind(Object target, Object bean) {
		Object object = bean;
		while (object instanceof Advised proxy && object != target) {
			object = target(proxy);
		}
		return object == target;
	}

	private static @Nullable Object target(Advised proxy) {
		try {
			return proxy.getTargetSource().getTarget();
		}
		catch (Exception ex) {
			return null;
		}
	}

	private static boolean hasEntered(Throwable failure, Method method) {
		StackTraceElement[] stack = failure.getStackTrace();
		return stack.length == 0 || Arrays.stream(stack)
			.anyMatch((frame) -> frame.getClassName().equals(method.getDeclaringClass().getName())
					&& frame.getMethodName().equals(method.getName()));
	}

}
