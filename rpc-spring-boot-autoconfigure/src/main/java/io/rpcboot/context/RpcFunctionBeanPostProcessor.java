package io.rpcboot.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.rpcboot.RpcFunction;
import io.rpcboot.context.RpcFunctionMethods.Declaration;
import io.rpcboot.function.FunctionDefinition;
import io.rpcboot.function.RpcFunctionRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Registers the methods of beans that are annotated with {@link RpcFunction}.
 * <p>
 * Beans are found in two ways: when they are made, and, because lazy beans, prototypes
 * and products of factories may not have been made by then, by their types once all
 * singletons exist. Before that nothing is registered, so that the registry and what it
 * needs are not made too early.
 */
public final class RpcFunctionBeanPostProcessor
		implements BeanPostProcessor, BeanFactoryAware, SmartInitializingSingleton {

	private final RpcFunctionMethods methods = new RpcFunctionMethods();

	private final Map<String, Candidate> candidates = new ConcurrentHashMap<>();

	private final ObjectProvider<RpcFunctionRegistry> registry;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private volatile boolean complete;

	/**
	 * Creates a post-processor.
	 * @param registry where functions are registered
	 */
	public RpcFunctionBeanPostProcessor(ObjectProvider<RpcFunctionRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof AopInfrastructureBean || bean instanceof FactoryBean)
				&& !ScopedProxyUtils.isScopedTarget(beanName) && !this.candidates.containsKey(beanName)) {
			add(beanName, AopProxyUtils.ultimateTargetClass(bean), bean);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Iterator<String> names = beanFactory().getBeanNamesIterator();
		while (names.hasNext()) {
			String beanName = names.next();
			if (!ScopedProxyUtils.isScopedTarget(beanName) && !this.candidates.containsKey(beanName)
					&& !isAbstract(beanName)) {
				addByType(beanName);
			}
		}
		this.complete = true;
		// by name: which one of two is told to be the first must not be a matter of
		// chance
		new TreeMap<>(this.candidates).forEach(this::register);
	}

	private void addByType(String beanName) {
		Object singleton = beanFactory().getSingleton(beanName);
		if (singleton != null && !(singleton instanceof FactoryBean)) {
			add(beanName, AopProxyUtils.ultimateTargetClass(singleton), singleton);
			return;
		}
		Class<?> type = beanFactory().getType(beanName, false);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			type = beanFactory().getType(ScopedProxyUtils.getTargetBeanName(beanName), false);
		}
		if (type != null) {
			add(beanName, ClassUtils.getUserClass(type), null);
		}
	}

	private boolean isAbstract(String beanName) {
		return beanFactory().containsBeanDefinition(beanName)
				&& beanFactory().getMergedBeanDefinition(beanName).isAbstract();
	}

	private void add(String beanName, Class<?> type, @Nullable Object bean) {
		Map<Method, Declaration> functions = this.methods.find(type);
		if (functions.isEmpty() || !beanFactory().containsBean(beanName)) {
			return;
		}
		Candidate candidate = new Candidate(type, functions, (bean != null) ? bean.getClass() : null);
		if (this.candidates.putIfAbsent(beanName, candidate) == null && this.complete) {
			register(beanName, candidate);
		}
	}

	private void register(String beanName, Candidate candidate) {
		RpcFunctionRegistry functions = this.registry.getObject();
		candidate.functions().forEach((method, declaration) -> {
			if (isReachable(beanName, method, declaration, candidate.beanType())) {
				String name = declaration.functionName(functions.naming().apply(method.getName()));
				functions.register(new FunctionDefinition(name, "bean '%s'".formatted(beanName), method,
						candidate.type(), new BeanTarget(beanFactory(), beanName, method)));
			}
		});
	}

	private static boolean isReachable(String beanName, Method method, Declaration declaration,
			@Nullable Class<?> beanType) {
		String problem = (beanType != null) ? problem(method, beanType) : null;
		if (problem != null && declaration.explicit()) {
			throw new IllegalStateException("The function %s.%s of bean '%s' cannot be called: %s"
				.formatted(method.getDeclaringClass().getName(), method.getName(), beanName, problem));
		}
		return problem == null;
	}

	private static @Nullable String problem(Method method, Class<?> beanType) {
		boolean proxied = ClassUtils.getUserClass(beanType) != beanType;
		if (Modifier.isPrivate(method.getModifiers())) {
			return "it is private";
		}
		if (proxied && Modifier.isFinal(method.getModifiers())) {
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

	private ConfigurableListableBeanFactory beanFactory() {
		ConfigurableListableBeanFactory known = this.beanFactory;
		if (known == null) {
			throw new IllegalStateException("No bean factory was set");
		}
		return known;
	}

	private record Candidate(Class<?> type, Map<Method, Declaration> functions, @Nullable Class<?> beanType) {

	}

}
