package io.rpcboot.context;

import java.lang.reflect.Method;
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
			add(beanName, AopProxyUtils.ultimateTargetClass(bean), bean.getClass());
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
			add(beanName, AopProxyUtils.ultimateTargetClass(singleton), singleton.getClass());
			return;
		}
		Class<?> type = beanFactory().getType(beanName, false);
		Class<?> proxyType = null;
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			proxyType = type;
			type = beanFactory().getType(ScopedProxyUtils.getTargetBeanName(beanName), false);
		}
		if (type != null) {
			add(beanName, type, proxyType);
		}
	}

	private boolean isAbstract(String beanName) {
		return beanFactory().containsBeanDefinition(beanName)
				&& beanFactory().getMergedBeanDefinition(beanName).isAbstract();
	}

	private boolean isClient(String beanName) {
		return beanFactory().containsBeanDefinition(beanName)
				&& RpcClientDefinitions.isClient(beanFactory().getBeanDefinition(beanName));
	}

	private void add(String beanName, Class<?> type, @Nullable Class<?> beanType) {
		Class<?> userType = ClassUtils.getUserClass(type);
		Map<Method, Declaration> functions = this.methods.find(userType);
		if (functions.isEmpty() || !beanFactory().containsBean(beanName) || isClient(beanName)) {
			return;
		}
		Candidate candidate = new Candidate(userType, functions, beanType);
		if (this.candidates.putIfAbsent(beanName, candidate) == null && this.complete) {
			registerLate(beanName, candidate);
		}
	}

	private void registerLate(String beanName, Candidate candidate) {
		try {
			register(beanName, candidate);
		}
		catch (RuntimeException ex) {
			// the bean is not made, and whoever asks for it again has to be told again
			this.candidates.remove(beanName);
			throw ex;
		}
	}

	private void register(String beanName, Candidate candidate) {
		RpcFunctionRegistry functions = this.registry.getObject();
		candidate.functions().forEach((method, declaration) -> {
			if (isReachable(beanName, method, declaration, candidate.beanType())) {
				String name = declaration.functionName(functions.naming().apply(method.getName()));
				functions.register(new FunctionDefinition(name, "bean '%s'".formatted(beanName), method,
						candidate.type(), new BeanTarget(beanFactory(), beanName, method), declaration.description()));
			}
		});
	}

	private static boolean isReachable(String beanName, Method method, Declaration declaration,
			@Nullable Class<?> beanType) {
		if (beanType == null) {
			return true;
		}
		if (declaration.explicit()) {
			Reachability.check(beanName, method, beanType);
		}
		return Reachability.problem(method, beanType) == null;
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
