package io.rpcboot.context;

import io.rpcboot.autoconfigure.RpcClientAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of clients in applications that are processed ahead of time.
 */
class RpcClientAotTests {

	@Test
	void whenAnApplicationIsProcessedAheadOfTimeThenItsClientsAreDefinedAsBefore() throws Exception {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			TestPropertyValues.of("rpc.client.stock.address=127.0.0.1:1").applyTo(context);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("io.rpcboot.generated", "Test")), files);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
		}
		assertThat(source(files, RpcClientFactoryBean.class)).contains("beanDefinition.setLazyInit(true)",
				"beanDefinition.setFallback(true)", "Scanned.Inventory.class", "\"stock\"", "OrderService.class",
				"\"order-service\"");
		assertThat(source(files, RpcOperationsFactoryBean.class)).contains("beanDefinition.setLazyInit(true)",
				"new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"stock\")");
	}

	private static String source(InMemoryGeneratedFiles files, Class<?> bean) throws Exception {
		return files.getGeneratedFileContent(Kind.SOURCE, bean.getName().replace('.', '/') + "__BeanDefinitions.java");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, RpcClientAutoConfiguration.class })
	@ImportRpcClients(basePackages = "io.rpcboot.fixture.clients")
	static class Application {

	}

}
