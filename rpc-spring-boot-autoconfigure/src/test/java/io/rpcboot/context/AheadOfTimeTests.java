package io.rpcboot.context;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.rpcboot.RpcFunction;
import io.rpcboot.autoconfigure.RpcClientAutoConfiguration;
import io.rpcboot.autoconfigure.RpcClientProperties;
import io.rpcboot.autoconfigure.RpcFunctionAutoConfiguration;
import io.rpcboot.autoconfigure.RpcServerAutoConfiguration;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.clients.Scanned;
import io.rpcboot.function.RpcFunctionRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.ResolvableType;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that are processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void whenAnApplicationIsProcessedAheadOfTimeThenItsClientsAreDefinedAsBefore() throws Exception {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		process(files);
		assertThat(source(files, RpcClientFactoryBean.class)).contains("beanDefinition.setLazyInit(true)",
				"beanDefinition.setFallback(true)", "Scanned.Inventory.class", "\"stock\"", "OrderService.class",
				"\"order-service\"");
		assertThat(source(files, RpcOperationsFactoryBean.class)).contains("beanDefinition.setLazyInit(true)",
				"new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"stock\")");
	}

	@Test
	void whenAnApplicationIsProcessedAheadOfTimeThenHintsNameWhatIsFoundByReflection() {
		RuntimeHints hints = process(new InMemoryGeneratedFiles());
		ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();
		assertThat(hints).matches(RuntimeHintsPredicates.proxies().forInterfaces(Scanned.Inventory.class))
			.matches(
					reflection.onType(Scanned.Inventory.class).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
			.matches(RuntimeHintsPredicates.proxies().forInterfaces(Warehouse.class))
			.matches(reflection.onMethodInvocation(Shop.class, "quote"))
			.matches(reflection.onMethodInvocation(Shop.class, "internal").negate());
		assertThat(List.of(Order.class, Line.class, Quote.class, Stock.class, Shelf.class))
			.allSatisfy((type) -> assertThat(hints)
				.matches(reflection.onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)));
		assertThat(hints).matches(reflection.onType(RpcClientProperties.Pool.class));
	}

	@Test
	void whenAClientsDefinitionWasGeneratedThenItsMethodsAreStillNoFunctions() {
		RootBeanDefinition generated = new RootBeanDefinition(RpcClientFactoryBean.class);
		generated.setTargetType(ResolvableType.forClassWithGenerics(RpcClientFactoryBean.class, Contract.class));
		generated.getConstructorArgumentValues().addIndexedArgumentValue(0, Contract.class);
		generated.getConstructorArgumentValues().addIndexedArgumentValue(1, "stock");
		generated.setLazyInit(true);
		ServerRunner.listening()
			.withInitializer(
					(context) -> ((BeanDefinitionRegistry) context).registerBeanDefinition("contract", generated))
			.run((context) -> assertThat(context.getBean(RpcFunctionRegistry.class).functions()).isEmpty());
	}

	private static RuntimeHints process(InMemoryGeneratedFiles files) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Application.class);
			TestPropertyValues.of("rpc.client.stock.address=127.0.0.1:1").applyTo(context);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("io.rpcboot.generated", "Test")), files);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return generation.getRuntimeHints();
		}
	}

	private static String source(InMemoryGeneratedFiles files, Class<?> bean) throws Exception {
		return files.getGeneratedFileContent(Kind.SOURCE, bean.getName().replace('.', '/') + "__BeanDefinitions.java");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, RpcFunctionAutoConfiguration.class,
			RpcServerAutoConfiguration.class, RpcClientAutoConfiguration.class })
	@ImportRpcClients(basePackages = "io.rpcboot.fixture.clients", types = Warehouse.class)
	static class Application {

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	/**
	 * Has a function.
	 */
	public static class Shop {

		@RpcFunction
		public Optional<Quote> quote(List<Order> orders) {
			return Optional.empty();
		}

		public void internal() {
		}

	}

	interface Warehouse {

		CompletableFuture<Stock> stock(Map<String, Shelf> shelves);

	}

	@RpcFunction
	interface Contract {

		int count(int value);

	}

	record Order(List<Line> lines) {

	}

	record Line(String sku) {

	}

	record Quote(String text) {

	}

	record Stock(int count) {

	}

	record Shelf(String name) {

	}

}
