package io.rpcboot.context;

import java.util.Arrays;
import java.util.List;

import io.rpcboot.client.InvalidClientException;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.fixture.clients.Scanned;
import io.rpcboot.fixture.clients.deeper.OrderService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which interfaces become clients.
 */
class RpcClientDiscoveryTests {

	private static final String PACKAGE = "io.rpcboot.fixture.clients";

	private static ScriptedPeer peer;

	private final ApplicationContextRunner runner = ClientRunner.unconfigured()
		.withPropertyValues("rpc.client.default.address=127.0.0.1:" + peer.port(),
				"rpc.client.default.authkey=" + ScriptedPeer.KEY);

	private final ApplicationContextRunner scanning = this.runner.withInitializer((context) -> AutoConfigurationPackages
		.register((BeanDefinitionRegistry) context.getBeanFactory(), PACKAGE));

	@BeforeAll
	static void start() throws Exception {
		peer = new ScriptedPeer(ScriptedPeer.well());
	}

	@AfterAll
	static void stop() throws Exception {
		peer.close();
	}

	@Test
	void whenAPackageIsThatOfTheApplicationThenItsAnnotatedInterfacesAreClients() {
		this.scanning.run((context) -> {
			assertThat(clients(context)).containsExactlyInAnyOrder(Scanned.Inventory.class.getName(),
					OrderService.class.getName());
			assertThat(context.getBean(Scanned.Inventory.class).count(3)).isEqualTo(3);
		});
	}

	@Test
	void whenAPackageIsImportedThenItsAnnotatedInterfacesAreClients() {
		this.runner.withUserConfiguration(PackageImported.class).run((context) -> {
			assertThat(clients(context)).containsExactly(OrderService.class.getName());
			assertThat(context.getBean(OrderService.class))
				.hasToString("OrderService, a client of 'order-service' at [127.0.0.1:%d]", peer.port());
		});
	}

	@Test
	void whenAPackageIsScannedAndImportedThenItsClientsAreThereOnce() {
		this.scanning.withUserConfiguration(PackageImported.class, AnnotatedImported.class)
			.run((context) -> assertThat(clients(context)).containsExactlyInAnyOrder(Scanned.Inventory.class.getName(),
					OrderService.class.getName()));
	}

	@Test
	void whenAProfileIsActiveThenItsClientsAreFound() {
		this.scanning.withPropertyValues("spring.profiles.active=night")
			.run((context) -> assertThat(context).hasSingleBean(Scanned.NightShift.class));
	}

	@Test
	void whenATypeIsImportedThenItsAnnotationNamesTheClient() {
		this.runner.withUserConfiguration(AnnotatedImported.class)
			.run((context) -> assertThat(context.getBean(Scanned.Inventory.class))
				.hasToString("Inventory, a client of 'stock' at [127.0.0.1:%d]", peer.port()));
	}

	@Test
	void whenTypesAreImportedThenTheImportNamesTheClientOrElseTheyThemselves() {
		this.runner.withUserConfiguration(NamedImported.class)
			.run((context) -> assertThat(context.getBean(Scanned.Unannotated.class))
				.hasToString("Unannotated, a client of 'warehouse' at [127.0.0.1:%d]", peer.port()));
		this.runner.withUserConfiguration(UnnamedImported.class)
			.run((context) -> assertThat(context.getBean(Scanned.Unannotated.class))
				.hasToString("Unannotated, a client of 'unannotated' at [127.0.0.1:%d]", peer.port()));
	}

	@Test
	void whenATypeIsImportedForTwoClientsThenTheStartTellsWhatToDeclare() {
		this.runner.withUserConfiguration(NamedImported.class, UnnamedImported.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClientException.class)
				.hasMessage(
						"%1$s cannot be a client of both 'warehouse' and 'unannotated'. Declare an interface for each: "
								+ "@RpcClient(\"unannotated\") interface ... extends Unannotated {}",
						Scanned.Unannotated.class.getName()));
	}

	@Test
	void whenAClassIsImportedThenTheStartIsStopped() {
		this.runner.withUserConfiguration(ClassImported.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidClientException.class)
				.hasMessage("%s cannot be a client: it is no interface. Declare the functions in an interface.",
						Scanned.Concrete.class.getName()));
	}

	@Test
	void whenAClientExtendsASharedInterfaceThenBothAreBeansOfTheirOwn() {
		this.runner.withUserConfiguration(AnnotatedImported.class, ExtendedImported.class)
			.withBean(Consumer.class)
			.run((context) -> assertThat(context.getBean(Consumer.class).extended())
				.hasToString("Extended, a client of 'extended' at [127.0.0.1:%d]", peer.port()));
	}

	private static List<String> clients(AssertableApplicationContext context) {
		return Arrays.stream(context.getBeanNamesForType(RpcClientFactoryBean.class))
			.map((name) -> name.substring(1))
			.toList();
	}

	record Consumer(Scanned.Extended extended) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(basePackages = PACKAGE + ".deeper")
	static class PackageImported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Scanned.Inventory.class, client = "warehouse")
	static class AnnotatedImported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Scanned.Unannotated.class, client = "warehouse")
	static class NamedImported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Scanned.Unannotated.class)
	static class UnnamedImported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Scanned.Concrete.class)
	static class ClassImported {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Scanned.Extended.class)
	static class ExtendedImported {

	}

}
