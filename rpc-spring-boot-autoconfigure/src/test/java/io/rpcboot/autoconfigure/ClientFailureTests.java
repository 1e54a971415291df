package io.rpcboot.autoconfigure;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.rpcboot.RpcClient;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.context.ImportRpcClients;
import io.rpcboot.context.RpcClientDefinitions;
import io.rpcboot.fixture.ClientRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when a client cannot be injected. An application that does not use it
 * starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientFailureTests {

	private static final String READABLE = "Have it return a class, a record or a collection of such, or a "
			+ "CompletableFuture or Mono of one; or tell the JsonMapper how to read the type.";

	private static final String ANOTHER_NAME = "Give one of them another name by @RpcParam(name = \"...\").";

	private final ApplicationContextRunner runner = ClientRunner.unconfigured()
		.withPropertyValues("rpc.client.default.address=127.0.0.1:1", "rpc.client.default.authkey=peekaboo");

	@Test
	void whenAClientHasNoAddressThenTheReportShowsTheLinesToAdd(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
				.run());
		assertThat(output.toString().substring(output.toString().indexOf("***")).strip())
			.isEqualToNormalizingNewlines("""
					***************************
					APPLICATION FAILED TO START
					***************************

					Description:

					The RPC client 'stock' has no address.

					Action:

					Set the address of the program that has its functions, and the key that both know:

					\trpc:
					\t  client:
					\t    stock:
					\t      address: 127.0.0.1:18000
					\t      authkey: "...\"""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					authkye        | Below rpc.client.stock there are: address, addresses, allow-md5, authentication, authkey, format, max-message-size, naming, pool, retry, ssl, timeout, trace-keyword, zeromq.
					pool.min       | Below rpc.client.stock.pool there are: connect-timeout, idle-timeout, max-age, max-calls-per-connection, max-per-address.
					timeout.value  | Below rpc.client.stock there are: address, addresses, allow-md5, authentication, authkey, format, max-message-size, naming, pool, retry, ssl, timeout, trace-keyword, zeromq.
					""")
	void whenAPropertyIsMisspeltThenTheReportNamesThoseThatThereAreButNotTheValue(String property, String others) {
		FailureAnalysis analysis = analyze(
				this.runner.withPropertyValues("rpc.client.stock.%s=secret".formatted(property)), Stock.class);
		assertThat(analysis.getDescription()).isEqualTo(
				"There is no property rpc.client.stock.%1$s (origin: \"rpc.client.stock.%1$s\" from property source \"test\")."
					.formatted(property));
		assertThat(analysis.getAction()).isEqualTo("Correct or remove it. " + others);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					default.authkey         |            | The RPC client 'stock' has no authkey.
					stock.address           | 18000      | The value of rpc.client.stock.address is invalid: '18000' is not an address: expected host:port, such as 127.0.0.1:17000, or unix: and a path.
					stock.address           | unix:x.sock | The value of rpc.client.stock.address is invalid: 'unix:x.sock' is not an address: expected unix: and an absolute path, such as unix:/run/app.sock.
					stock.ssl.bundle        | shop       | There is no SSL bundle 'shop', which rpc.client.stock.ssl.bundle names.
					stock.address           | host:      | The value of rpc.client.stock.address is invalid: 'host:' is not an address: the port is a number from 0 to 65535.
					stock.authkey           | base64:%%% | The value of rpc.client.stock.authkey is invalid: The authkey begins with 'base64:' but is not valid Base64.
					stock.timeout           | 0s         | The value of rpc.client.stock.timeout is invalid: 0ms is not positive.
					stock.retry.max-retries | -1         | The value of rpc.client.stock.retry.max-retries is invalid: -1 is negative.
					stock.retry.delay       | -1s        | The value of rpc.client.stock.retry.delay is invalid: -1000ms is not positive.
					stock.pool.max-age      | 999999d    | The value of rpc.client.stock.pool.max-age is invalid: 86399913600000ms is more than 100 years.
					""")
	void whenAPropertyIsWrongThenOnlyTheInjectionOfItsClientFails(String property, String value, String description) {
		ApplicationContextRunner wrong = this.runner
			.withPropertyValues("rpc.client.%s=%s".formatted(property, Objects.requireNonNullElse(value, "")));
		wrong.withInitializer((context) -> define(context.getBeanFactory(), Stock.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(analyze(wrong, Stock.class).getDescription()).isEqualTo(description);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			trace-id      | is no name
			2nd           | is no name
			trace parent  | is no name
			Spur\u00fc!     | is no name
			lambda        | is a keyword
			None          | is a keyword
			async         | is a keyword
			""")
	void whenTheTraceKeywordCannotBeAParameterThenTheReportTellsWhatCan(String keyword, String problem) {
		FailureAnalysis analysis = analyze(this.runner.withPropertyValues("rpc.client.stock.trace-keyword=" + keyword),
				Stock.class);
		assertThat(analysis.getDescription())
			.isEqualTo("The value of rpc.client.stock.trace-keyword is invalid: '%s' %s in Python.".formatted(keyword,
					problem));
		assertThat(analysis.getAction())
			.isEqualTo("Set rpc.client.stock.trace-keyword to the name of a parameter, such as traceparent (letters, "
					+ "digits and _, no digit first, and none of Python's keywords), or leave it out.");
	}

	static Stream<Arguments> wrongInterfaces() {
		return Stream.of(
				wrong(Numbers.class, "no result can be read into reactor.core.publisher.Flux<java.lang.Integer>",
						READABLE),
				wrong(Lines.class, "no result can be read into java.util.stream.Stream<java.lang.String>", READABLE),
				wrong(LaterLines.class, "no result can be read into java.util.Iterator<java.lang.String>", READABLE),
				wrong(Promise.class, "no result can be read into java.util.concurrent.Future<java.lang.String>",
						READABLE),
				wrong(Shapes.class, "no result can be read into java.util.List<" + Shape.class.getName() + ">",
						READABLE),
				wrong(TwoNames.class, "two of its parameters have the name 'x'", ANOTHER_NAME),
				wrong(WordTimeout.class, "its timeout 'soon' is no duration", "Write it like 500ms, 10s or 2m."),
				wrong(NoTimeout.class, "its timeout '0s' is no duration", "Write it like 500ms, 10s or 2m."),
				wrong(OneWayResult.class, "it is one-way and returns int",
						"Have it return void, or let callers wait for its result."),
				wrong(OneWayLater.class,
						"it is one-way and returns java.util.concurrent.CompletableFuture<java.lang.Void>",
						"Have it return void, or let callers wait for its result."),
				wrong(ListOfKeywords.class, "its parameter 'options' has @RpcKwargs and is no Map",
						"Make it a Map<String, ?>."),
				wrong(KeywordsTwice.class, "two of its parameters have @RpcKwargs", "Put all keywords into one Map."));
	}

	private static Arguments wrong(Class<?> type, String problem, String action) {
		return Arguments.of(type, problem, action);
	}

	@ParameterizedTest
	@MethodSource("wrongInterfaces")
	void whenAnInterfaceIsWrongThenOnlyItsInjectionFails(Class<?> type, String problem, String action) {
		this.runner.withInitializer((context) -> define(context.getBeanFactory(), type))
			.run((context) -> assertThat(context).hasNotFailed());
		FailureAnalysis analysis = analyze(this.runner, type);
		assertThat(analysis.getDescription())
			.isEqualTo("%s.wrong cannot be called: %s.".formatted(type.getName(), problem));
		assertThat(analysis.getAction()).isEqualTo(action);
	}

	@ParameterizedTest
	@ValueSource(classes = { Dotted.class, UpperCase.class, Default.class })
	void whenANameIsNoneThenOnlyItsInjectionFails(Class<?> type) {
		String name = type.getAnnotation(RpcClient.class).value();
		this.runner.withInitializer((context) -> define(context.getBeanFactory(), type))
			.run((context) -> assertThat(context).hasNotFailed());
		FailureAnalysis analysis = analyze(this.runner, type);
		assertThat(analysis.getDescription())
			.isEqualTo("%s cannot be a client: '%s' cannot be a client's name.".formatted(type.getName(), name));
		assertThat(analysis.getAction()).isEqualTo("Give it a name of small letters, digits and hyphens, such as "
				+ "'order-service', by @RpcClient or @ImportRpcClients; not 'default', which is what all clients fall "
				+ "back to.");
	}

	private static void define(BeanFactory registry, Class<?> type) {
		new RpcClientDefinitions((BeanDefinitionRegistry) registry, new StandardEnvironment()).register(type, "");
	}

	private static FailureAnalysis analyze(ApplicationContextRunner runner, Class<?> type) {
		List<FailureAnalysis> analyses = new ArrayList<>();
		runner.withInitializer((context) -> {
			define(context.getBeanFactory(), type);
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("holder",
					BeanDefinitionBuilder.rootBeanDefinition(Holder.class)
						.addConstructorArgReference(type.getName())
						.getBeanDefinition());
		})
			.run((context) -> Stream
				.of(new InvalidClientFailureAnalyzer(), new InvalidRpcConfigurationFailureAnalyzer())
				.map((analyzer) -> analyzer.analyze(context.getStartupFailure()))
				.filter(Objects::nonNull)
				.forEach(analyses::add));
		assertThat(analyses).hasSize(1);
		return analyses.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, RpcClientAutoConfiguration.class })
	@ImportRpcClients(types = Stock.class)
	@Import(Shop.class)
	static class Application {

	}

	record Shop(Stock stock) {

	}

	record Holder(Object client) {

	}

	interface Stock {

		int count(String sku);

	}

	interface Numbers {

		Flux<Integer> wrong();

	}

	interface Lines {

		Stream<String> wrong();

	}

	interface LaterLines {

		Mono<Iterator<String>> wrong();

	}

	interface Promise {

		Future<String> wrong();

	}

	interface Shape {

	}

	interface Shapes {

		List<Shape> wrong();

	}

	interface TwoNames {

		void wrong(int x, @RpcParam(name = "x") int y);

	}

	interface WordTimeout {

		@RpcFunction(timeout = "soon")
		void wrong();

	}

	interface NoTimeout {

		@RpcFunction(timeout = "0s")
		void wrong();

	}

	interface OneWayResult {

		@RpcFunction(oneWay = true)
		int wrong();

	}

	interface OneWayLater {

		@RpcFunction(oneWay = true)
		CompletableFuture<Void> wrong();

	}

	interface ListOfKeywords {

		void wrong(@RpcKwargs List<String> options);

	}

	interface KeywordsTwice {

		void wrong(@RpcKwargs Map<String, Object> options, @RpcKwargs Map<String, Object> more);

	}

	@RpcClient("stock.room")
	interface Dotted {

	}

	@RpcClient("Stock")
	interface UpperCase {

	}

	@RpcClient("default")
	interface Default {

	}

}
