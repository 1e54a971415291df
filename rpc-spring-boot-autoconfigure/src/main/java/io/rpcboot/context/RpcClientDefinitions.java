package io.rpcboot.context;

import io.rpcboot.RpcClient;
import io.rpcboot.client.InvalidClientException;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Registers the bean definitions of clients: lazy, so that an unused client needs no
 * configuration, and fallback candidates, so that a local bean of the interface wins.
 */
public final class RpcClientDefinitions {

	private static final String MARK = RpcClientDefinitions.class.getName() + ".client";

	private final BeanDefinitionRegistry registry;

	private final Environment environment;

	/**
	 * Creates an instance.
	 * @param registry where to register
	 * @param environment tells which profiles are active
	 */
	public RpcClientDefinitions(BeanDefinitionRegistry registry, Environment environment) {
		this.registry = registry;
		this.environment = environment;
	}

	/**
	 * Tells whether a bean is a client, and so has no functions of its own.
	 * @param definition its definition
	 * @return whether it was registered here
	 */
	static boolean isClient(BeanDefinition definition) {
		// not by the mark, which is lost where definitions are generated ahead of time
		return RpcClientFactoryBean.class.getName().equals(definition.getBeanClassName());
	}

	/**
	 * Registers the interfaces in a package and below that are annotated with
	 * {@link RpcClient}.
	 * @param basePackage the package
	 */
	public void scan(String basePackage) {
		for (BeanDefinition candidate : new InterfaceScanner(this.environment).findCandidateComponents(basePackage)) {
			String className = String.valueOf(candidate.getBeanClassName());
			register(ClassUtils.resolveClassName(className, ClassUtils.getDefaultClassLoader()), "");
		}
	}

	/**
	 * Registers an interface.
	 * @param type the interface
	 * @param client the client's name, where the interface does not tell; empty for that
	 * of the interface
	 */
	public void register(Class<?> type, String client) {
		if (!type.isInterface()) {
			throw InvalidClientException.noInterface(type);
		}
		// not the short name, which a local bean of the interface is likely to have
		String beanName = type.getName();
		String name = ClientNames.of(type, client);
		if (isRegistered(beanName, type, name)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(RpcClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(RpcClientFactoryBean.class, type));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		definition.setAttribute(MARK, name);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, name);
		definition.setLazyInit(true);
		definition.setFallback(true);
		this.registry.registerBeanDefinition(beanName, definition);
	}

	/**
	 * Registers what calls functions without an interface.
	 * @param client the client's name, which is the qualifier too
	 */
	public void registerOperations(String client) {
		RootBeanDefinition definition = new RootBeanDefinition(RpcOperationsFactoryBean.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, client);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client));
		definition.setLazyInit(true);
		this.registry.registerBeanDefinition(client + "RpcOperations", definition);
	}

	private boolean isRegistered(String beanName, Class<?> type, String name) {
		Object other = this.registry.containsBeanDefinition(beanName)
				? this.registry.getBeanDefinition(beanName).getAttribute(MARK) : null;
		if (other != null && !other.equals(name)) {
			throw new InvalidClientException(
					"%s cannot be a client of both '%s' and '%s'.".formatted(type.getName(), other, name),
					"Declare an interface for each: @RpcClient(\"%s\") interface ... extends %s {}".formatted(name,
							type.getSimpleName()));
		}
		return other != null;
	}

	/**
	 * Finds interfaces, which a scan usually leaves out.
	 */
	private static final class InterfaceScanner extends ClassPathScanningCandidateComponentProvider {

		private InterfaceScanner(Environment environment) {
			super(false, environment);
			addIncludeFilter(new AnnotationTypeFilter(RpcClient.class, false));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition beanDefinition) {
			return beanDefinition.getMetadata().isInterface() && beanDefinition.getMetadata().isIndependent()
					&& !beanDefinition.getMetadata().isAnnotation();
		}

	}

}
