package io.rpcboot.context;

import java.util.function.Supplier;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which methods of a bean are functions, and under which names.
 */
class RpcFunctionDiscoveryTests {

	@Test
	void whenMethodIsAnnotatedThenItAloneIsAFunction() {
		with(AnnotatedMethod.class, (context) -> {
			assertThat(Functions.signatures(context)).containsExactly("add(x: int, y: int) -> int");
			assertThat(Functions.call(context, "[\"add\", [3], {\"y\": 4}]")).isEqualTo("7");
		});
	}

	@Test
	void whenMethodIsGivenANameThenItIsCalledByIt() {
		with(NamedMethod.class, (context) -> {
			assertThat(Functions.names(context)).containsExactly("shop.total");
			assertThat(Functions.call(context, "[\"total\", [], {}]"))
				.isEqualTo("AttributeError: there is no function 'total' here");
		});
	}

	@Test
	void whenMethodIsNotPublicButAnnotatedThenItIsAFunction() {
		with(PackagePrivateMethod.class,
				(context) -> assertThat(Functions.call(context, "[\"hidden\", [], {}]")).isEqualTo("\"found\""));
	}

	@Test
	void whenMethodIsPrivateThenTheStartIsStopped() {
		failing(PrivateMethod.class, "The function io.rpcboot.context.RpcFunctionDiscoveryTests$PrivateMethod.hidden "
				+ "of bean 'bean' cannot be called: it is private");
	}

	@Test
	void whenClassIsAnnotatedThenItsOwnPublicMethodsAreFunctions() {
		with(AnnotatedClass.class, (context) -> assertThat(Functions.names(context)).containsExactly("own"));
	}

	@Test
	void whenClassImplementsCallbacksThenTheyAreNotFunctions() {
		with(Callbacks.class, (context) -> assertThat(Functions.names(context)).containsExactly("own"));
	}

	@Test
	void whenCallbackIsAnnotatedItselfThenItIsAFunctionWithThePrefix() {
		with(AnnotatedCallback.class, (context) -> assertThat(Functions.names(context)).containsExactly("job.run"));
	}

	@Test
	void whenClassHasANameThenItIsAPrefix() {
		with(Prefixed.class, (context) -> assertThat(Functions.names(context)).containsExactly("orders.internal",
				"orders.price", "orders.sum"));
	}

	@Test
	void whenSuperclassIsAnnotatedThenItsMethodsAreFunctionsOfTheSubclass() {
		with(ChildOfAnnotated.class, (context) -> {
			assertThat(Functions.names(context)).containsExactly("own");
			assertThat(Functions.call(context, "[\"own\", [], {}]")).isEqualTo("\"child\"");
		});
	}

	@Test
	void whenMethodIsInheritedThenItsTypeVariablesAreThoseOfTheSubclass() {
		with(IntegerEcho.class, (context) -> {
			assertThat(Functions.call(context, "[\"echo\", [3], {}]")).isEqualTo("3");
			assertThat(Functions.call(context, "[\"echo\", [\"3\"], {}]"))
				.isEqualTo("TypeError: echo() argument 'value': expected int, got '3'");
		});
	}

	@Test
	void whenInterfaceIsAnnotatedThenItsMethodsAreFunctions() {
		with(Shop.class, (context) -> assertThat(Functions.signatures(context))
			.containsExactly("shop.open() -> boolean", "shop.price(article: String, amount: int = 1) -> int"));
	}

	@Test
	void whenParametersAreAnnotatedOnTheInterfaceOnlyThenItHolds() {
		with(Shop.class, (context) -> {
			assertThat(Functions.call(context, "[\"shop.price\", [], {\"article\": \"pen\"}]")).isEqualTo("3");
			assertThat(Functions.call(context, "[\"shop.price\", [\"pen\", 2], {}]")).isEqualTo("6");
		});
	}

	@Test
	void whenInterfaceIsGenericThenItsTypeVariablesAreResolved() {
		with(ItemStore.class, (context) -> {
			assertThat(Functions.names(context)).containsExactly("again", "save");
			assertThat(Functions.call(context, "[\"save\", [{\"name\": \"pen\"}], {}]"))
				.isEqualTo("{\"name\":\"pen\"}");
			assertThat(Functions.call(context, "[\"again\", [{\"name\": \"pen\"}], {}]"))
				.isEqualTo("{\"name\":\"pen\"}");
			assertThat(Functions.call(context, "[\"save\", [{\"name\": 1}], {}]"))
				.isEqualTo("TypeError: save() argument 'item' at $.name: expected str, got 1");
		});
	}

	@Test
	void whenMethodOfAnInterfaceIsAnnotatedThenItIsAFunctionOfTheBean() {
		with(Greeter.class, (context) -> assertThat(Functions.signatures(context))
			.containsExactly("hello(name: String) -> String"));
	}

	@Test
	void whenMethodIsOverloadedThenTheStartIsStoppedAndNamesBoth() {
		failing(Overloaded.class,
				"The function 'price' is declared twice: by bean 'bean' "
						+ "(io.rpcboot.context.RpcFunctionDiscoveryTests$Overloaded.price) and by bean 'bean' "
						+ "(io.rpcboot.context.RpcFunctionDiscoveryTests$Overloaded.price)");
	}

	@Test
	void whenOverloadHasANameOfItsOwnThenBothAreFunctions() {
		with(OverloadedAndNamed.class, (context) -> assertThat(Functions.signatures(context))
			.containsExactly("price(id: int) -> int", "price_of_many(id: int, amount: int) -> int"));
	}

	@Test
	void whenTwoBeansHaveAFunctionOfOneNameThenTheStartIsStoppedAndNamesBoth() {
		ServerRunner.listening()
			.withBean("second", AnnotatedMethod.class)
			.withBean("first", AnnotatedMethod.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessage("The function 'add' is declared twice: by bean 'first' "
						+ "(io.rpcboot.context.RpcFunctionDiscoveryTests$AnnotatedMethod.add) and by bean 'second' "
						+ "(io.rpcboot.context.RpcFunctionDiscoveryTests$AnnotatedMethod.add)"));
	}

	@Test
	void whenABeanHasAnAliasThenItsFunctionsAreNoDuplicates() {
		ServerRunner.listening()
			.withBean("bean", AnnotatedMethod.class)
			.withInitializer((context) -> context.getBeanFactory().registerAlias("bean", "alias"))
			.run((context) -> assertThat(Functions.names(context)).containsExactly("add"));
	}

	@Test
	void whenAClassHasNoFunctionsThenItIsSearchedOnce() {
		RpcFunctionMethods methods = new RpcFunctionMethods();
		assertThat(methods.find(String.class)).isEmpty();
		assertThat(methods.find(Plain.class)).isEmpty();
		// a search makes a new map
		assertThat(methods.find(Plain.class)).isSameAs(methods.find(Plain.class));
	}

	private static void with(Class<?> type, ContextConsumer<AssertableApplicationContext> consumer) {
		ServerRunner.listening().withBean("bean", type).run(consumer);
	}

	private static void failing(Class<?> type, String message) {
		with(type, (context) -> assertThat(context.getStartupFailure()).hasMessage(message));
	}

	public static class Plain {

		public void nothing() {
		}

	}

	public static class AnnotatedMethod {

		@RpcFunction
		public int add(int x, int y) {
			return x + y;
		}

		public int subtract(int x, int y) {
			return x - y;
		}

	}

	public static class NamedMethod {

		@RpcFunction("shop.total")
		public int total() {
			return 1;
		}

	}

	static class PackagePrivateMethod {

		@RpcFunction
		String hidden() {
			return "found";
		}

	}

	static class PrivateMethod {

		@RpcFunction
		private void hidden() {
		}

	}

	@RpcFunction
	public static class AnnotatedClass extends Plain implements Cloneable {

		public String own() {
			return "parent";
		}

		public static void ofTheClass() {
		}

		protected void ofTheSubclass() {
		}

		void ofThePackage() {
		}

		@Override
		public AnnotatedClass clone() throws CloneNotSupportedException {
			return (AnnotatedClass) super.clone();
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			return "annotated";
		}

	}

	@RpcFunction
	public static class Callbacks implements InitializingBean, DisposableBean, BeanNameAware,
			ApplicationListener<ContextClosedEvent>, Runnable, AutoCloseable, Comparable<Callbacks>, Supplier<String> {

		public void own() {
		}

		@PostConstruct
		public void init() {
		}

		@PreDestroy
		public void shutdown() {
		}

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void destroy() {
		}

		@Override
		public void setBeanName(String name) {
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
		}

		@Override
		public void run() {
		}

		@Override
		public void close() {
		}

		@Override
		public int compareTo(Callbacks other) {
			return 0;
		}

		@Override
		public String get() {
			return "";
		}

	}

	@RpcFunction("job")
	static class AnnotatedCallback implements Runnable {

		@Override
		@RpcFunction
		public void run() {
		}

	}

	@RpcFunction("orders")
	public static class Prefixed {

		public int price() {
			return 1;
		}

		@RpcFunction("sum")
		public int total() {
			return 2;
		}

		@RpcFunction
		int internal() {
			return 3;
		}

	}

	public static class ChildOfAnnotated extends AnnotatedClass {

		@Override
		public String own() {
			return "child";
		}

		public void another() {
		}

	}

	public abstract static class Echo<T> {

		@RpcFunction
		public T echo(T value) {
			return value;
		}

	}

	static class IntegerEcho extends Echo<Integer> {

	}

	@RpcFunction("shop")
	interface Pricing {

		int price(String article, @RpcParam(defaultValue = "1") int amount);

		default boolean open() {
			return true;
		}

		static void ofTheInterface() {
		}

	}

	public static class Shop implements Pricing {

		@Override
		public int price(String article, int amount) {
			return article.length() * amount;
		}

		public void another() {
		}

	}

	@RpcFunction
	interface Store<T> {

		T save(T item);

		default T again(T item) {
			return save(item);
		}

	}

	record Item(String name) {
	}

	static class ItemStore implements Store<Item> {

		@Override
		public Item save(Item item) {
			return item;
		}

	}

	interface Greeting {

		@RpcFunction
		String hello(String name);

		String goodbye(String name);

	}

	static class Greeter implements Greeting {

		@Override
		public String hello(String name) {
			return "hello " + name;
		}

		@Override
		public String goodbye(String name) {
			return "goodbye " + name;
		}

	}

	@RpcFunction
	public static class Overloaded {

		public int price(int id) {
			return id;
		}

		public int price(int id, int amount) {
			return id * amount;
		}

	}

	@RpcFunction
	public static class OverloadedAndNamed {

		public int price(int id) {
			return id;
		}

		@RpcFunction("price_of_many")
		public int price(int id, int amount) {
			return id * amount;
		}

	}

}
