package io.rpcboot.context;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Has beans with functions made at start where {@code spring.main.lazy-initialization} is
 * on, as far as their declared types show the annotation.
 */
public final class RpcFunctionLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	private final RpcFunctionMethods methods = new RpcFunctionMethods();

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return !RpcClientDefinitions.isClient(beanDefinition) && !this.methods.find(beanType).isEmpty();
	}

}
