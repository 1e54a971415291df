package io.rpcboot.context;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;

/**
 * Makes a client's bean.
 *
 * @param <T> the interface
 */
final class RpcClientFactoryBean<T> implements FactoryBean<T>, BeanFactoryAware {

	private final Class<T> type;

	private final String client;

	private @Nullable BeanFactory beanFactory;

	RpcClientFactoryBean(Class<T> type, String client) {
		this.type = type;
		this.client = client;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public @Nullable T getObject() {
		BeanFactory factory = this.beanFactory;
		return (factory != null) ? factory.getBean(RpcClientFactories.class)
			.get(ClientNames.check(this.client, this.type))
			.create(this.type) : null;
	}

	@Override
	public Class<T> getObjectType() {
		return this.type;
	}

}
