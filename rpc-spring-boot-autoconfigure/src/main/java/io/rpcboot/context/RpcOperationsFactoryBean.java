package io.rpcboot.context;

import io.rpcboot.client.RpcOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;

/**
 * Makes the bean of a client without an interface.
 */
final class RpcOperationsFactoryBean implements FactoryBean<RpcOperations>, BeanFactoryAware {

	private final String client;

	private @Nullable BeanFactory beanFactory;

	RpcOperationsFactoryBean(String client) {
		this.client = client;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable RpcOperations getObject() {
		BeanFactory factory = this.beanFactory;
		return (factory != null) ? factory.getBean(RpcClientFactories.class).get(this.client).operations() : null;
	}

	@Override
	public Class<RpcOperations> getObjectType() {
		return RpcOperations.class;
	}

}
