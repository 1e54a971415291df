package io.rpcboot.context;

import java.util.HashMap;
import java.util.Map;

import io.rpcboot.RpcFunction;
import io.rpcboot.autoconfigure.RpcEndpointAutoConfiguration;
import io.rpcboot.autoconfigure.RpcFunctionAutoConfiguration;
import io.rpcboot.autoconfigure.RpcObservationAutoConfiguration;
import io.rpcboot.autoconfigure.RpcServerAutoConfiguration;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RpcFunctionRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.Scope;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Functions of beans of every kind, found whenever and however they are made.
 */
class RpcFunctionBeanTests {

	private static final String COUNT = "[\"count\", [], {}]";

	private final ApplicationContextRunner runner = ServerRunner.listening();

	@Test
	void whenBeanIsMadeForAPostProcessorThenItsFunctionsAreFound() {
		this.runner.withBean("counter", Counter.class)
			.withBean("eager", EagerPostProcessor.class)
			.run((context) -> assertThat(Functions.call(context, COUNT)).isEqualTo("1"));
	}

	@Test
	void whenTheRegistryIsInjectedEarlyThenTheServerHasAllFunctions() {
		this.runner.withBean("early", RegistryPostProcessor.class).withBean("counter", Counter.class).run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call(COUNT)).isEqualTo("1");
			}
		});
	}

	@Test
	void whenTheServerIsInjectedBeforeTheFunctionsAreMadeThenItHasThem() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.runner.withBean("aFirst", ServerUser.class).withBean("counter", Counter.class).run((context) -> {
				try (SocketClient client = SocketClient.of(context)) {
					assertThat(client.call(COUNT)).isEqualTo("1");
				}
				assertThat(log.lines()).containsExactly("INFO RPC server listens on 127.0.0.1:%d (loopback only): "
					.formatted(SocketClient.port(context)) + "1 function, authkey required, platform threads");
			});
		}
	}

	@Test
	void whenTheApplicationStartsThenNoBeanIsMadeTooEarly() {
		try (LogCapture log = LogCapture
			.of("org.springframework.context.support.PostProcessorRegistrationDelegate$BeanPostProcessorChecker")) {
			this.runner
				.withConfiguration(
						AutoConfigurations.of(ValidationAutoConfiguration.class, ObservationAutoConfiguration.class,
								RpcObservationAutoConfiguration.class, RpcEndpointAutoConfiguration.class))
				.withPropertyValues("management.endpoints.web.exposure.include=rpc")
				.withBean("counter", Counter.class)
				.run((context) -> {
					assertThat(context).hasNotFailed()
						.hasBean("rpcEndpoint")
						.hasBean("rpcServerObservationInterceptor");
					assertThat(log.lines()).isEmpty();
				});
		}
	}

	@Test
	void whenBeanIsLazyThenItIsListedAtStartAndMadeAtItsFirstCall() {
		this.runner.withUserConfiguration(LazyBeans.class).run((context) -> {
			assertThat(Functions.names(context)).containsExactly("count");
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("lazyCounter"))
				.isFalse();
			assertThat(Functions.call(context, COUNT)).isEqualTo("1");
			assertThat(Functions.call(context, COUNT)).isEqualTo("2");
		});
	}

	@Test
	void whenLazyBeanIsDeclaredByAPlainInterfaceThenItsFunctionsAreFoundOnceItIsMade() {
		this.runner.withUserConfiguration(LazyPlainInterface.class).run((context) -> {
			assertThat(Functions.names(context)).isEmpty();
			context.getBean("lazyCounter");
			assertThat(Functions.names(context)).containsExactly("count");
		});
	}

	@Test
	void whenBeanIsAPrototypeThenItIsMadePerCall() {
		this.runner.withInitializer(definition("counter", Counter.class, "prototype")).run((context) -> {
			assertThat(Functions.call(context, COUNT)).isEqualTo("1");
			assertThat(Functions.call(context, COUNT)).isEqualTo("1");
			context.getBean("counter");
			context.getBean("counter");
			assertThat(Functions.names(context)).containsExactly("count");
		});
	}

	@Test
	void whenBeanIsScopedThenItIsResolvedPerCall() {
		ConversationScope scope = new ConversationScope();
		this.runner.withInitializer(scope)
			.withInitializer(definition("counter", Counter.class, "conversation"))
			.run((context) -> callInTwoConversations(context, scope));
	}

	@Test
	void whenScopedBeanIsProxiedThenItIsResolvedPerCall() {
		ConversationScope scope = new ConversationScope();
		this.runner.withInitializer(scope)
			.withUserConfiguration(ScopedProxies.class)
			.run((context) -> callInTwoConversations(context, scope));
	}

	private static void callInTwoConversations(ApplicationContext context, ConversationScope scope) {
		assertThat(Functions.names(context)).containsExactly("count");
		scope.begin();
		assertThat(Functions.call(context, COUNT)).isEqualTo("1");
		assertThat(Functions.call(context, COUNT)).isEqualTo("2");
		scope.begin();
		assertThat(Functions.call(context, COUNT)).isEqualTo("1");
	}

	@Test
	void whenScopeIsNotActiveThenTheFailureSaysSo() {
		try (LogCapture log = LogCapture.of("io.rpcboot.message.ErrorTranslator")) {
			this.runner.withInitializer(new ConversationScope())
				.withInitializer(definition("counter", Counter.class, "conversation"))
				.run((context) -> assertThat(Functions.call(context, COUNT))
					.isEqualTo("RuntimeError: org.springframework.beans.factory.support.ScopeNotActiveException: "
							+ "Error creating bean with name 'counter': Scope 'conversation' is not active for the "
							+ "current thread; consider defining a scoped proxy for this bean if you intend to refer "
							+ "to it from a singleton"));
			assertThat(log.lines()).containsExactly("ERROR count() failed");
		}
	}

	@Test
	void whenScopedProxyCannotReachAnAnnotatedMethodThenTheStartIsStopped() {
		this.runner.withInitializer(new ConversationScope())
			.withUserConfiguration(ScopedInterfaceProxies.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessage("The function io.rpcboot.context.RpcFunctionBeanTests$Counter.count of bean 'counter' "
						+ "cannot be called: the bean is behind a JDK proxy whose interfaces do not have it; "
						+ "add it to one of them, or set spring.aop.proxy-target-class=true"));
	}

	@Test
	void whenLazyBeanTurnsOutToBeBehindAProxyThatCannotReachItsFunctionThenTheFailureSaysSo() {
		try (LogCapture log = LogCapture.of("io.rpcboot.message.ErrorTranslator")) {
			this.runner.withUserConfiguration(RpcFunctionProxyTests.ClassProxies.class, LazyFinalMethod.class)
				.run((context) -> assertThat(Functions.call(context, "[\"last\", [], {}]"))
					.isEqualTo("RuntimeError: java.lang.IllegalStateException: The function "
							+ "io.rpcboot.context.RpcFunctionProxyTests$FinalMethod.last of bean 'lazy' cannot be "
							+ "called: it is final, and the bean is behind a proxy that cannot override it"));
			assertThat(log.lines()).containsExactly("ERROR last() failed");
		}
	}

	@Test
	void whenBeanIsMadeByAFactoryThenTheProductsFunctionsAreFound() {
		this.runner.withBean("product", CounterFactory.class).run((context) -> {
			assertThat(Functions.names(context)).containsExactly("count");
			assertThat(Functions.call(context, COUNT)).isEqualTo("1");
			assertThat(Functions.call(context, COUNT)).isEqualTo("2");
		});
	}

	@Test
	void whenProductOfAFactoryIsInjectedThenItsFunctionsAreNoDuplicates() {
		this.runner.withBean("product", CounterFactory.class)
			.withBean("user", CounterUser.class)
			.run((context) -> assertThat(Functions.names(context)).containsExactly("count"));
	}

	@Test
	void whenBeanIsDeclaredByAPlainInterfaceThenItsFunctionsAreFound() {
		this.runner.withUserConfiguration(PlainInterface.class)
			.run((context) -> assertThat(Functions.call(context, COUNT)).isEqualTo("1"));
	}

	@Test
	void whenConfigurationClassHasAFunctionThenItIsFound() {
		this.runner.withUserConfiguration(FullConfiguration.class)
			.run((context) -> assertThat(Functions.call(context, "[\"configured\", [2], {}]")).isEqualTo("2"));
	}

	@Test
	void whenBeanIsAnInnerOneThenItsFunctionsAreNone() {
		this.runner.withInitializer((context) -> registry(context).registerBeanDefinition("outer",
				BeanDefinitionBuilder.rootBeanDefinition(CounterUser.class)
					.addConstructorArgValue(BeanDefinitionBuilder.rootBeanDefinition(Counter.class).getBeanDefinition())
					.getBeanDefinition()))
			.run((context) -> {
				assertThat(context).hasSingleBean(CounterUser.class);
				assertThat(Functions.names(context)).isEmpty();
			});
	}

	@Test
	void whenDefinitionIsAbstractThenOnlyItsChildHasFunctions() {
		this.runner.withInitializer((context) -> {
			registry(context).registerBeanDefinition("parent",
					BeanDefinitionBuilder.rootBeanDefinition(Counter.class).setAbstract(true).getBeanDefinition());
			registry(context).registerBeanDefinition("child",
					BeanDefinitionBuilder.childBeanDefinition("parent").getBeanDefinition());
		})
			.run((context) -> assertThat(Functions.registry(context).functions()).singleElement()
				.satisfies((function) -> assertThat(function.owner())
					.isEqualTo("bean 'child' (io.rpcboot.context.RpcFunctionBeanTests$Counter.count)")));
	}

	@Test
	void whenSingletonIsRegisteredByHandThenItsFunctionsAreFound() {
		this.runner.withInitializer((context) -> context.getBeanFactory().registerSingleton("manual", new Counter()))
			.run((context) -> assertThat(Functions.call(context, COUNT)).isEqualTo("1"));
	}

	@Test
	void whenAllBeansAreLazyThenThoseWithFunctionsAreMadeAtStart() throws Exception {
		SpringApplication application = new SpringApplicationBuilder(LazyApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.lazy-initialization=true", "spring.main.banner-mode=off",
					"spring.main.register-shutdown-hook=false", "rpc.server.address=127.0.0.1:0",
					"rpc.server.authkey=" + SocketClient.KEY)
			.build();
		try (ConfigurableApplicationContext context = application.run();
				SocketClient client = SocketClient.of(context)) {
			assertThat(context.getBeanFactory().containsSingleton("counter")).isTrue();
			assertThat(context.getBeanFactory().containsSingleton("unused")).isFalse();
			assertThat(client.call(COUNT)).isEqualTo("1");
		}
	}

	@Test
	void whenBeanTurnsUpAfterTheStartWithANameThatIsTakenThenItIsNotMade() {
		this.runner.withUserConfiguration(LazyPlainInterface.class)
			.withBean("counter", Counter.class)
			.run((context) -> {
				assertThatDuplicate(context);
				assertThatDuplicate(context);
			});
	}

	private static void assertThatDuplicate(ApplicationContext context) {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("lazyCounter"))
			.havingRootCause()
			.withMessage("The function 'count' is declared twice: by bean 'counter' "
					+ "(io.rpcboot.context.RpcFunctionBeanTests$Counter.count) and by bean 'lazyCounter' "
					+ "(io.rpcboot.context.RpcFunctionBeanTests$Counter.count)");
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> definition(String name, Class<?> type,
			String scope) {
		return (context) -> registry(context).registerBeanDefinition(name,
				BeanDefinitionBuilder.rootBeanDefinition(type).setScope(scope).getBeanDefinition());
	}

	private static BeanDefinitionRegistry registry(ApplicationContext context) {
		return (GenericApplicationContext) context;
	}

	public static class Counter implements Counting {

		private int count;

		@RpcFunction
		public int count() {
			return ++this.count;
		}

	}

	interface Counting {

	}

	static class CounterFactory implements FactoryBean<Counter> {

		@Override
		public Counter getObject() {
			return new Counter();
		}

		@Override
		public Class<?> getObjectType() {
			return Counter.class;
		}

	}

	record CounterUser(Counter counter) {
	}

	record ServerUser(RpcServerLifecycle server) {
	}

	record EagerPostProcessor(Counter counter) implements BeanPostProcessor {
	}

	record RegistryPostProcessor(RpcFunctionRegistry registry) implements BeanPostProcessor {
	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeans {

		@Bean
		@Lazy
		Counter lazyCounter() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyPlainInterface {

		@Bean
		@Lazy
		Counting lazyCounter() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyFinalMethod {

		@Bean
		@Lazy
		RpcFunctionProxyTests.FinalMethod lazy() {
			return new RpcFunctionProxyTests.FinalMethod();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainInterface {

		@Bean
		Counting counter() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedProxies {

		@Bean
		@org.springframework.context.annotation.Scope(scopeName = "conversation",
				proxyMode = ScopedProxyMode.TARGET_CLASS)
		Counter counter() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedInterfaceProxies {

		@Bean
		@org.springframework.context.annotation.Scope(scopeName = "conversation",
				proxyMode = ScopedProxyMode.INTERFACES)
		Counter counter() {
			return new Counter();
		}

	}

	@Configuration
	public static class FullConfiguration {

		@RpcFunction
		public int configured(int value) {
			return value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, RpcFunctionAutoConfiguration.class,
			RpcServerAutoConfiguration.class })
	static class LazyApplication {

		@Bean
		Counter counter() {
			return new Counter();
		}

		@Bean
		Object unused() {
			return new Object();
		}

	}

	static class ConversationScope implements Scope, ApplicationContextInitializer<ConfigurableApplicationContext> {

		private @Nullable Map<String, Object> beans;

		void begin() {
			this.beans = new HashMap<>();
		}

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			context.getBeanFactory().registerScope("conversation", this);
		}

		@Override
		public Object get(String name, ObjectFactory<?> factory) {
			if (this.beans == null) {
				throw new IllegalStateException("There is no conversation");
			}
			return this.beans.computeIfAbsent(name, (key) -> factory.getObject());
		}

		@Override
		public @Nullable Object remove(String name) {
			return null;
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
		}

	}

}
