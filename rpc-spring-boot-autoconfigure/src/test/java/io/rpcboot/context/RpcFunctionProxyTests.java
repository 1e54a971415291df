package io.rpcboot.context;

import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions of beans that are behind a proxy.
 */
class RpcFunctionProxyTests {

	private static final String NESTED = "io.rpcboot.context.RpcFunctionProxyTests$";

	private final ApplicationContextRunner runner = ServerRunner.listening();

	private final ApplicationContextRunner classProxies = this.runner.withUserConfiguration(ClassProxies.class);

	private final ApplicationContextRunner interfaceProxies = this.runner.withUserConfiguration(InterfaceProxies.class);

	@Test
	void whenClassIsProxiedThenItsFunctionsAreFoundAndCalledInATransaction() {
		this.classProxies.withBean("bean", TransactionalClass.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("bean"))).isTrue();
			assertThat(Functions.signatures(context)).containsExactly("active(times: int) -> String",
					"also() -> boolean");
			assertThat(Functions.call(context, "[\"active\", [], {\"times\": 2}]")).isEqualTo("\"truetrue\"");
			assertThat(Functions.call(context, "[\"also\", [], {}]")).isEqualTo("true");
		});
	}

	@Test
	void whenFunctionThrowsBehindAProxyThenItsOwnExceptionArrives() {
		this.classProxies.withBean("bean", Failing.class)
			.run((context) -> assertThat(Functions.call(context, "[\"fail\", [], {}]"))
				.isEqualTo("ValueError: too many"));
	}

	@Test
	void whenMethodIsFinalBehindAClassProxyThenTheStartIsStopped() {
		this.classProxies.withBean("bean", FinalMethod.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessage("The function " + NESTED + "FinalMethod.last of bean 'bean' cannot be called: "
						+ "it is final, and the bean is behind a proxy that cannot override it"));
	}

	@Test
	void whenMethodIsFinalAndNothingIsProxiedThenItIsAFunction() {
		this.runner.withBean("bean", FinalMethod.class)
			.run((context) -> assertThat(Functions.names(context)).containsExactly("last"));
	}

	@Test
	void whenMethodIsFinalInAConfigurationClassThenItIsAFunction() {
		this.runner.withUserConfiguration(ConfigurationClass.class).run((context) -> {
			assertThat(Functions.call(context, "[\"last\", [], {}]")).isEqualTo("\"configuration\"");
			assertThat(Functions.registry(context).functions()).singleElement()
				.satisfies((function) -> assertThat(function.owner())
					.isEqualTo("bean 'configurationClass' (" + NESTED + "ConfigurationClass.last)"));
		});
	}

	@Test
	void whenInterfacesAreProxiedThenTheirMethodsAreFunctionsByTheClassesNames() {
		this.interfaceProxies.withBean("bean", TransactionalPricing.class).run((context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean("bean"))).isTrue();
			assertThat(Functions.signatures(context))
				.containsExactly("price(article: String, amount: int = 1) -> String");
			assertThat(Functions.call(context, "[\"price\", [\"pen\"], {\"amount\": 2}]")).isEqualTo("\"2 pen true\"");
			assertThat(Functions.call(context, "[\"price\", [\"pen\"], {}]")).isEqualTo("\"1 pen true\"");
		});
	}

	@Test
	void whenInterfacesAreProxiedThenAnAnnotatedMethodOutsideOfThemStopsTheStart() {
		this.interfaceProxies.withBean("bean", Unreachable.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessage("The function " + NESTED + "Unreachable.more of bean 'bean' cannot be called: "
						+ "the bean is behind a JDK proxy whose interfaces do not have it; add it to one of them, "
						+ "or set spring.aop.proxy-target-class=true"));
	}

	@Test
	void whenProxyIsNotSpringsThenTheInterfaceNamesTheParameters() {
		try (LogCapture log = LogCapture.of(SpringParameterInspector.class)) {
			this.runner.withUserConfiguration(ForeignProxy.class).run((context) -> {
				assertThat(Functions.signatures(context))
					.containsExactly("price(article: String, amount: int = 1) -> String");
				assertThat(Functions.call(context, "[\"price\", [], {\"article\": \"pen\", \"amount\": 3}]"))
					.isEqualTo("\"pen 3\"");
			});
			assertThat(log.lines()).isEmpty();
		}
	}

	@Test
	void whenParametersAreConstrainedThenViolationsAreFailures() {
		this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean("bean", Constrained.class)
			.run((context) -> {
				assertThat(AopUtils.isCglibProxy(context.getBean("bean"))).isTrue();
				assertThat(Functions.call(context, "[\"order\", [3], {}]")).isEqualTo("3");
				assertThat(Functions.call(context, "[\"order\", [0], {}]"))
					.isEqualTo("ValueError: order.amount: at least one");
			});
	}

	@Test
	void whenProxyTargetClassIsOffThenConstraintsHoldBehindAJdkProxy() {
		this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("bean", ConstrainedOrdering.class)
			.run((context) -> {
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean("bean"))).isTrue();
				assertThat(Functions.call(context, "[\"order\", [], {\"amount\": 3}]")).isEqualTo("3");
				assertThat(Functions.call(context, "[\"order\", [0], {}]"))
					.isEqualTo("ValueError: order.amount: at least one");
			});
	}

	@Test
	void whenMethodIsAsynchronousThenItsResultIsAwaited() {
		this.runner.withUserConfiguration(Asynchronous.class)
			.withBean("bean", AsyncBean.class)
			.run((context) -> assertThat(
					Functions.call(context, "[\"elsewhere\", [\"" + Thread.currentThread().getName() + "\"], {}]"))
				.isEqualTo("true"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class ClassProxies {

		@Bean
		NoTransactions transactionManager() {
			return new NoTransactions();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class InterfaceProxies {

		@Bean
		NoTransactions transactionManager() {
			return new NoTransactions();
		}

	}

	static class NoTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return "transaction";
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	@RpcFunction
	public static class TransactionalClass {

		@Transactional
		public String active(int times) {
			return String.valueOf(TransactionSynchronizationManager.isActualTransactionActive()).repeat(times);
		}

		@Transactional
		@RpcFunction("also")
		boolean notPublic() {
			return TransactionSynchronizationManager.isActualTransactionActive();
		}

	}

	public static class Failing {

		@Transactional
		@RpcFunction
		public void fail() {
			throw new IllegalArgumentException("too many");
		}

	}

	public static class FinalMethod {

		@RpcFunction
		public final void last() {
		}

		@Transactional
		public void first() {
		}

	}

	@Configuration("configurationClass")
	public static class ConfigurationClass {

		private final String name = "configuration";

		@RpcFunction
		public final String last() {
			return this.name;
		}

		// only a class with such a method is subclassed
		@Bean
		Object other() {
			return new Object();
		}

	}

	interface Pricing {

		String price(String article, @RpcParam(defaultValue = "1") int amount);

	}

	@RpcFunction
	public static class TransactionalPricing implements Pricing {

		@Override
		@Transactional
		public String price(String article, int amount) {
			return amount + " " + article + " " + TransactionSynchronizationManager.isActualTransactionActive();
		}

		public void notOfTheInterface() {
		}

	}

	public static class Unreachable extends TransactionalPricing {

		@RpcFunction
		public void more() {
		}

	}

	@RpcFunction
	interface RemotePricing extends Pricing {

		@Override
		String price(String article, @RpcParam(defaultValue = "1") int amount);

	}

	@Configuration(proxyBeanMethods = false)
	static class ForeignProxy {

		@Bean
		RemotePricing pricing() {
			return (RemotePricing) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { RemotePricing.class }, (proxy, method, arguments) -> switch (method.getName()) {
						case "price" -> arguments[0] + " " + arguments[1];
						case "hashCode" -> 1;
						default -> throw new UnsupportedOperationException(method.getName());
					});
		}

	}

	@Validated
	@RpcFunction
	public static class Constrained {

		public int order(@Min(value = 1, message = "at least one") int amount) {
			return amount;
		}

	}

	@RpcFunction
	interface Ordering {

		int order(@Min(value = 1, message = "at least one") int amount);

	}

	@Validated
	static class ConstrainedOrdering implements Ordering {

		@Override
		public int order(int amount) {
			return amount;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class Asynchronous {

	}

	public static class AsyncBean {

		@Async
		@RpcFunction
		public CompletableFuture<Boolean> elsewhere(String caller) {
			return CompletableFuture.completedFuture(!Thread.currentThread().getName().equals(caller));
		}

	}

}
