package io.rpcboot.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcClient;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.autoconfigure.RpcClientAutoConfiguration;
import io.rpcboot.autoconfigure.RpcFunctionAutoConfiguration;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.interop.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of interfaces that become clients' beans.
 */
class RpcClientBeanTests {

	private static TestServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(JacksonAutoConfiguration.class, RpcFunctionAutoConfiguration.class, RpcClientAutoConfiguration.class));

	private final ApplicationContextRunner configured = this.runner.withPropertyValues(
			"rpc.client.default.authkey=peekaboo", "rpc.client.calculator.address=127.0.0.1:" + server.port());

	@BeforeAll
	static void start() {
		server = TestServer.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void whenAnInterfaceIsInAPackageOfTheApplicationThenItsClientIsInjected() {
		this.configured.withUserConfiguration(Scanned.class).withBean(Consumer.class).run((context) -> {
			assertThat(context.getBean(Consumer.class).calculator().add(2, 3)).isEqualTo(5);
			assertThat(context).hasSingleBean(Calculator.class);
			assertThat(context.getBean(RpcFunctionRegistry.class).functions()).isEmpty();
		});
	}

	@Test
	void whenTypesAreImportedThenTheyAreClients() {
		this.configured.withUserConfiguration(Imported.class)
			.run((context) -> assertThat(context.getBean(Sums.class).sum(1, 2, 3)).isEqualTo(6));
	}

	@Test
	void whenThereIsALocalBeanOfTheInterfaceThenItWinsAndTheClientNeedsNoConfiguration() {
		this.runner.withUserConfiguration(ImportedContract.class)
			.withBean("local", LocalContract.class)
			.withBean(ContractUser.class)
			.run((context) -> {
				assertThat(context.getBean(ContractUser.class).contract().twice(2)).isEqualTo(4);
				assertThat(context.getBean(RpcFunctionRegistry.class).functions()).extracting(RegisteredFunction::owner)
					.containsExactly("bean 'local' (" + LocalContract.class.getName() + ".twice)");
			});
	}

	@Test
	void whenAClientHasNoAddressThenItsInjectionTellsWhatToSet() {
		this.runner.withUserConfiguration(Scanned.class)
			.withBean(Consumer.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The RPC client 'calculator' has no address."));
	}

	@Test
	void whenAClientIsNotUsedThenItNeedsNoConfiguration() {
		this.runner.withUserConfiguration(Scanned.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenBeansAreLazyThenClientsStayLazy() {
		this.runner.withUserConfiguration(ImportedContract.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenResultsComeLaterThenTheyCome() {
		this.configured.withUserConfiguration(Imported.class).run((context) -> {
			Sums sums = context.getBean(Sums.class);
			assertThat(sums.laterSum(1, 2).get(10, TimeUnit.SECONDS)).isEqualTo(3);
			assertThat(sums.monoSum(1, 2, 3).block()).isEqualTo(6);
		});
	}

	@Test
	void whenAClientIsConfiguredThenThereAreOperations() {
		this.configured.withBean(OperationsUser.class)
			.run((context) -> assertThat(
					context.getBean(OperationsUser.class).operations().call("echo", String.class, "hello"))
				.isEqualTo("hello"));
	}

	@Test
	void whenSeveralClientsAreConfiguredThenTheQualifierTellsWhoseOperationsTheyAre() {
		this.configured
			.withPropertyValues("rpc.client.mirror.address=127.0.0.1:" + server.port(),
					"rpc.client.odd.address=nowhere")
			.withBean(SeveralOperations.class)
			.run((context) -> {
				SeveralOperations operations = context.getBean(SeveralOperations.class);
				assertFails("calculator", operations.first());
				assertFails("mirror", operations.second());
				assertThat(context.getBeanNamesForType(RpcOperations.class))
					.containsExactlyInAnyOrder("calculatorRpcOperations", "mirrorRpcOperations", "oddRpcOperations");
			});
	}

	private static void assertFails(String client, RpcOperations operations) {
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(() -> operations.call("missing", Object.class))
			.withMessage("%s.missing() at 127.0.0.1:%d: AttributeError: there is no function 'missing' here", client,
					server.port());
	}

	@Test
	void whenAClientIsUsedThenTheStateOfItsAddressIsKnown() {
		this.configured.withUserConfiguration(Scanned.class).run((context) -> {
			context.getBean(Calculator.class).add(1, 1);
			assertThat(context.getBean(RpcClientFactories.class).states()).hasSize(1)
				.hasEntrySatisfying("calculator",
						(client) -> assertThat(client.addresses()).singleElement().satisfies((state) -> {
							assertThat(state.address()).isEqualTo("127.0.0.1:" + server.port());
							assertThat(state.idleConnections()).isEqualTo(1);
							assertThat(state.calls()).isZero();
							assertThat(state.failure()).isNull();
						}));
		});
	}

	@RpcClient
	interface Calculator {

		int add(int x, int y);

	}

	record Consumer(Calculator calculator) {

	}

	interface Sums {

		int sum(int... numbers);

		@RpcFunction("sum")
		CompletableFuture<Integer> laterSum(int... numbers);

		@RpcFunction("sum")
		Mono<Integer> monoSum(int... numbers);

	}

	@RpcFunction
	interface Contract {

		int twice(int number);

	}

	static class LocalContract implements Contract {

		@Override
		public int twice(int number) {
			return 2 * number;
		}

	}

	record ContractUser(Contract contract) {

	}

	record OperationsUser(@Qualifier("calculator") RpcOperations operations) {

	}

	record SeveralOperations(@Qualifier("calculator") RpcOperations first, @Qualifier("mirror") RpcOperations second) {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Scanned {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Sums.class, client = "calculator")
	static class Imported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Contract.class)
	static class ImportedContract {

	}

}
