package io.rpcboot.autoconfigure;

import java.util.Map;

import io.rpcboot.client.RpcOperations;
import io.rpcboot.context.RpcClientDefinitions;
import io.rpcboot.context.RpcClientFactories;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the clients in the packages of the application, and the operations of every
 * client that is configured.
 */
final class RpcClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private final BeanFactory beanFactory;

	private final Environment environment;

	RpcClientsRegistrar(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (AutoConfigurationPackages.has(this.beanFactory)) {
			RpcClientDefinitions definitions = new RpcClientDefinitions(registry, this.environment);
			AutoConfigurationPackages.get(this.beanFactory).forEach(definitions::scan);
		}
		Binder.get(this.environment)
			.bind("rpc.client", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.stream()
			.filter((name) -> !name.equals("default"))
			.forEach((name) -> registerOperations(name, registry));
	}

	private void registerOperations(String client, BeanDefinitionRegistry registry) {
		RootBeanDefinition definition = new RootBeanDefinition(RpcOperations.class,
				() -> this.beanFactory.getBean(RpcClientFactories.class).get(client).operations());
		definition.setLazyInit(true);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client));
		registry.registerBeanDefinition(client + "RpcOperations", definition);
	}

}
