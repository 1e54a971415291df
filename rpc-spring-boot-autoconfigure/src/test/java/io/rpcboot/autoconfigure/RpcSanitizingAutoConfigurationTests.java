package io.rpcboot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcSanitizingAutoConfiguration}.
 */
class RpcSanitizingAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RpcSanitizingAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "rpc.server.authkey", "rpc.server.auth-key", "rpc.server.auth_key", "rpc.server.authKey",
			"rpc.client.stock.authkey", "rpc.server.authkeys.billing[0]", "RPC_SERVER_AUTHKEYS_BILLING_0",
			"RPC_CLIENT_STOCK_AUTHKEY", "rpc.server.authkye.authkey", "spring.ssl.bundle.jks.shop.keystore.password",
			"spring.ssl.bundle.jks.shop.key.password", "spring.ssl.bundle.pem.shop.keystore.private-key",
			"spring.ssl.bundle.pem.shop.keystore.private_key",
			"spring.ssl.bundle.pem.shop.keystore.private-key-password", "SPRING_SSL_BUNDLE_JKS_SHOP_KEYSTORE_PASSWORD",
			"SPRING_SSL_BUNDLE_PEM_SHOP_KEYSTORE_PRIVATEKEY" })
	void whenAValueIsSecretThenItIsHidden(String key) {
		this.runner.run((context) -> assertThat(sanitize(context.getBean(SanitizingFunction.class), key))
			.isEqualTo(SanitizableData.SANITIZED_VALUE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rpc.server.address", "rpc.client.stock.ssl.bundle", "app.authkey",
			"spring.ssl.bundle.jks.shop.keystore.location", "spring.datasource.password" })
	void whenAValueIsNoSecretOrSomebodyElsesThenItIsShown(String key) {
		this.runner
			.run((context) -> assertThat(sanitize(context.getBean(SanitizingFunction.class), key)).isEqualTo("value"));
	}

	private static Object sanitize(SanitizingFunction function, String key) {
		return function.apply(new SanitizableData(null, key, "value")).getValue();
	}

	@Test
	void whenThereIsAnotherOfItsNameThenThatIsUsed() {
		this.runner.withBean("rpcKeySanitizingFunction", SanitizingFunction.class, () -> (data) -> data)
			.run((context) -> assertThat(sanitize(context.getBean(SanitizingFunction.class), "rpc.server.authkey"))
				.isEqualTo("value"));
	}

	@Test
	void whenActuatorIsAbsentThenNothingIsSanitized() {
		this.runner.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).doesNotHaveBean("rpcKeySanitizingFunction"));
	}

}
