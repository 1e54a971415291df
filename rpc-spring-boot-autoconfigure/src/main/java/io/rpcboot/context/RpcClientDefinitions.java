package io.rpcboot.context;

import io.rpcboot.RpcClient;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Registers the bean definitions of clients: lazy, so that an unused client needs no
 * configuration, and fallback candidates, so that a local bean of the interface wins.
 */
public final class RpcClientDefinitions {

	private static final String MARK = RpcClientDefinitions.class.getName() + ".client";

	private final BeanDefinitionRegistry registry;

	/**
	 * Creates an instance.
	 * @param registry where to register
	 */
	public RpcClientDefinitions(BeanDefinitionRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Tells whether a bean is a client, and so has no functions of its own.
	 * @param definition its definition
	 * @return whether it was registered here
	 */
	static boolean isClient(BeanDefinition definition) {
		return definition.hasAttribute(MARK);
	}

	/**
	 * Registers the interfaces in a package and below that are annotated with
	 * {@link RpcClient}.
	 * @param basePackage the package
	 */
	public void scan(String basePackage) {
		for (BeanDefinition candidate : new InterfaceScanner().findCandidateComponents(basePackage)) {
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
		Assert.isTrue(type.isInterface(), () -> "%s cannot be a client: it is no interface".formatted(type.getName()));
		// not the short name, which a local bean of the interface is likely to have
		String beanName = type.getName();
		if (this.registry.containsBeanDefinition(beanName) && isSame(beanName, type)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(RpcClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(RpcClientFactoryBean.class, type));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		definition.setAttribute(MARK, type.getName());
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, ClientNames.of(type, client));
		definition.setLazyInit(true);
		definition.setFallback(true);
		this.registry.registerBeanDefinition(beanName, definition);
	}

	private boolean isSame(String beanName, Class<?> type) {
		return type.getName().equals(this.registry.getBeanDefinition(beanName).getAttribute(MARK));
	}

	/**
	 * Finds interfaces, which a scan usually leaves out.
	 */
	private static final class InterfaceScanner extends ClassPathScanningCandidateComponentProvider {

		private InterfaceScanner() {
			super(false);
			addIncludeFilter(new AnnotationTypeFilter(RpcClient.class, false));
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition beanDefinition) {
			return beanDefinition.getMetadata().isInterface() && beanDefinition.getMetadata().isIndependent()
					&& !beanDefinition.getMetadata().isAnnotation();
		}

	}

}
