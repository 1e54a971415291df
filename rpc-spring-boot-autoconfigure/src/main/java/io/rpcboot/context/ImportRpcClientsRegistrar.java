package io.rpcboot.context;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers what {@link ImportRpcClients} names.
 */
final class ImportRpcClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	ImportRpcClientsRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		ImportRpcClients annotation = metadata.getAnnotations().get(ImportRpcClients.class).synthesize();
		RpcClientDefinitions definitions = new RpcClientDefinitions(registry, this.environment);
		for (String basePackage : annotation.basePackages()) {
			definitions.scan(basePackage);
		}
		for (Class<?> type : annotation.types()) {
			definitions.register(type, annotation.client());
		}
	}

}
