package io.rpcboot.context;

import java.lang.reflect.Method;
import java.util.concurrent.RejectedExecutionException;

import io.rpcboot.function.FunctionTarget;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;

/**
 * Calls a bean's method through the proxies around the bean. A singleton is looked up at
 * its first call, any other bean at every call.
 */
final class BeanTarget implements FunctionTarget {

	private final BeanFactory beanFactory;

	private final String beanName;

	private final Method method;

	private volatile @Nullable Invocable singleton;

	BeanTarget(BeanFactory beanFactory, String beanName, Method method) {
		this.beanFactory = beanFactory;
		this.beanName = beanName;
		this.method = method;
	}

	@Override
	public @Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
		Invocable invocable = resolve();
		try {
			return FunctionTarget.invoke(invocable.bean(), invocable.method(), arguments);
		}
		catch (RejectedExecutionException ex) {
			if (ConcurrencyLimitRejection.isOf(ex, invocable.bean(), this.method)) {
				throw new CallRefusedException(Reason.OVERLOADED, "as many calls of it run as @ConcurrencyLimit allows",
						ex);
			}
			throw ex;
		}
	}

	private Invocable resolve() {
		Invocable known = this.singleton;
		if (known != null) {
			return known;
		}
		Object bean = this.beanFactory.getBean(this.beanName);
		// whether it is behind a proxy may not have been known before
		Reachability.check(this.beanName, this.method, bean.getClass());
		Method invocable = AopUtils.selectInvocableMethod(this.method, bean.getClass());
		invocable.trySetAccessible();
		Invocable resolved = new Invocable(bean, invocable);
		if (this.beanFactory.isSingleton(this.beanName)) {
			this.singleton = resolved;
		}
		return resolved;
	}

	private record Invocable(Object bean, Method method) {

	}

}
