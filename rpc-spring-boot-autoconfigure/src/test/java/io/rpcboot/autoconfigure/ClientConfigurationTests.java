package io.rpcboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.rpcboot.client.ClientSettings;
import io.rpcboot.message.Naming;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a client's properties become, and what a user reads when they are wrong.
 */
class ClientConfigurationTests {

	private final DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry();

	private final TlsBundles bundles = new TlsBundles(this.registry);

	private final RpcClientProperties own = new RpcClientProperties();

	private final RpcClientProperties defaults = new RpcClientProperties();

	ClientConfigurationTests() {
		this.own.setAddress("127.0.0.1:18000");
		this.defaults.setAuthkey("peekaboo");
	}

	@Test
	void whenNothingElseIsSetThenTheDefaultsHold() {
		ClientSettings settings = configuration().settings(this.bundles);
		assertThat(settings.name()).isEqualTo("order-service");
		assertThat(settings.addresses()).containsExactly(new TcpAddress("127.0.0.1", 18000));
		assertThat(settings.security().handshake()).isNotNull();
		assertThat(settings.security().tls()).isNull();
		assertThat(settings.calls().timeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.calls().maxMessageSize()).isEqualTo(64 * 1024 * 1024);
		assertThat(settings.pool()).isEqualTo(ClientSettings.Pool.DEFAULT);
		assertThat(configuration().naming()).isEqualTo(Naming.AS_IS);
		assertThat(configuration().retry()).isNull();
	}

	@Test
	void whenDefaultsAreSetThenAClientFallsBackToThem() {
		this.defaults.setTimeout(Duration.ofSeconds(3));
		this.defaults.setNaming(Naming.SNAKE_CASE);
		this.defaults.getPool().setMaxPerAddress(2);
		this.defaults.getRetry().setMaxRetries(1);
		assertThat(configuration().settings(this.bundles).calls().timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(configuration().settings(this.bundles).pool().maxPerAddress()).isEqualTo(2);
		assertThat(configuration().naming()).isEqualTo(Naming.SNAKE_CASE);
		assertThat(configuration().retry()).isNotNull();
	}

	@Test
	void whenCallsAreRepeatedThenAnAttemptCanBeLimited() {
		this.defaults.getRetry().setAttemptTimeout(Duration.ofSeconds(2));
		assertThat(configuration().settings(this.bundles).calls().attemptTimeout()).isNull();
		this.own.getRetry().setMaxRetries(1);
		assertThat(configuration().settings(this.bundles).calls().attemptTimeout()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void whenAClientIsSetThenItsOwnValuesWin() {
		this.defaults.setTimeout(Duration.ofSeconds(3));
		this.own.setTimeout(Duration.ofSeconds(4));
		this.own.setMaxMessageSize(DataSize.ofKilobytes(1));
		this.own.setAddress(null);
		this.own.setAddresses(List.of("127.0.0.1:1", "127.0.0.1:2"));
		this.own.setAuthentication(Authentication.NONE);
		ClientSettings settings = configuration().settings(this.bundles);
		assertThat(settings.calls().timeout()).isEqualTo(Duration.ofSeconds(4));
		assertThat(settings.calls().maxMessageSize()).isEqualTo(1024);
		assertThat(settings.addresses()).containsExactly(new TcpAddress("127.0.0.1", 1),
				new TcpAddress("127.0.0.1", 2));
		assertThat(settings.security().handshake()).isNull();
	}

	@Test
	void whenTheDefaultHasSeveralAddressesThenAClientsOwnOneWins() {
		this.defaults.setAddresses(List.of("127.0.0.1:1", "127.0.0.1:2"));
		assertThat(configuration().settings(this.bundles).addresses())
			.containsExactly(new TcpAddress("127.0.0.1", 18000));
		this.own.setAddress(null);
		assertThat(configuration().settings(this.bundles).addresses()).hasSize(2);
	}

	@Test
	void whenTheDefaultIsNoAuthenticationThenAClientsOwnKeyWins() {
		this.defaults.setAuthentication(Authentication.NONE);
		assertThat(configuration().settings(this.bundles).security().handshake()).isNull();
		this.own.setAuthkey("another");
		assertThat(configuration().settings(this.bundles).security().handshake()).isNotNull();
		this.own.setAuthentication(Authentication.NONE);
		assertThat(configuration().settings(this.bundles).security().handshake()).isNull();
	}

	@Test
	void whenThereAreAddressAndAddressesThenTheReportTellsToRemoveOne() {
		this.own.setAddresses(List.of("127.0.0.1:1"));
		analyze("The RPC client 'order-service' has both an address and addresses.",
				"Remove rpc.client.order-service.address or rpc.client.order-service.addresses.");
	}

	@Test
	void whenOneOfSeveralAddressesIsWrongThenTheReportShowsIt() {
		this.own.setAddress(null);
		this.own.setAddresses(List.of("127.0.0.1:1", ""));
		analyze("The value of rpc.client.order-service.addresses is invalid: '' is not an address: expected host:port, "
				+ "such as 127.0.0.1:17000, or unix: and a path.",
				"Set rpc.client.order-service.addresses to host and port, such as 127.0.0.1:18000, or to unix: and a "
						+ "path.");
	}

	@Test
	void whenAnEnvironmentVariableNamesAClientThenItsHyphensAreMissing() {
		assertThat(ClientConfiguration.of("order-service", Map.of("orderservice", this.own, "default", this.defaults))
			.settings(this.bundles)
			.addresses()).containsExactly(new TcpAddress("127.0.0.1", 18000));
	}

	@Test
	void whenAddressesAreOfSeveralKindsThenTheyAreRead() {
		this.own.setAddress(null);
		this.own.setAddresses(List.of("127.0.0.1:1", "unix:/run/worker.sock"));
		assertThat(configuration().settings(this.bundles).addresses()).containsExactly(new TcpAddress("127.0.0.1", 1),
				new UnixAddress(Path.of("/run/worker.sock")));
	}

	@Test
	void whenABundleIsSetThenConnectionsAreEncryptedUnlessAClientSetsNone() {
		SslBundle bundle = SslBundle.systemDefault();
		this.registry.registerBundle("shop", bundle);
		this.defaults.getSsl().setBundle("shop");
		assertThat(configuration().settings(this.bundles).security().tls()).isNotNull();
		this.own.getSsl().setBundle("");
		assertThat(configuration().settings(this.bundles).security().tls()).isNull();
	}

	@Test
	void whenThereIsNoSuchBundleThenTheReportNamesTheProperty() {
		this.own.getSsl().setBundle("shop");
		analyze("There is no SSL bundle 'shop', which rpc.client.order-service.ssl.bundle names.",
				"Define spring.ssl.bundle.pem.shop or spring.ssl.bundle.jks.shop, or correct "
						+ "rpc.client.order-service.ssl.bundle.");
	}

	@Test
	void whenThereIsNoAddressThenTheReportShowsTheLinesToAdd() {
		this.own.setAddress(null);
		analyze("The RPC client 'order-service' has no address.", """
				Set the address of the program that has its functions, and the key that both know:

				\trpc:
				\t  client:
				\t    order-service:
				\t      address: 127.0.0.1:18000
				\t      authkey: "..."\
				""");
	}

	@Test
	void whenThereIsNoKeyThenTheReportShowsTheLinesToAdd() {
		this.defaults.setAuthkey(null);
		analyze("The RPC client 'order-service' has no authkey.", """
				Set the key that the program knows too, in quotes:

				\trpc:
				\t  client:
				\t    order-service:
				\t      address: 127.0.0.1:18000
				\t      authkey: "..."

				or, where the program has none, set rpc.client.order-service.authentication to none.\
				""");
	}

	@Test
	void whenAValueIsWrongThenTheReportNamesItsProperty() {
		this.own.setAddress("18000");
		analyze("The value of rpc.client.order-service.address is invalid: '18000' is not an address: expected "
				+ "host:port, such as 127.0.0.1:17000, or unix: and a path.",
				"Set rpc.client.order-service.address to host and port, such as 127.0.0.1:18000, or to unix: and a path.");
		this.own.setAddress("127.0.0.1:18000");
		this.own.setMaxMessageSize(DataSize.ofGigabytes(2));
		analyze("The value of rpc.client.order-service.max-message-size is invalid: 2147483648B is not between 1 byte and "
				+ "1 GB.", "Set rpc.client.order-service.max-message-size to a size such as 64MB.");
		this.own.setMaxMessageSize(null);
		this.own.setAuthkey("base64:?");
		analyze("The value of rpc.client.order-service.authkey is invalid: The authkey begins with 'base64:' but is not "
				+ "valid Base64.",
				"Set rpc.client.order-service.authkey to a text, or to 'base64:' and the key's bytes in Base64.");
	}

	@Test
	void whenALimitIsNotPositiveThenTheReportNamesItsProperty() {
		this.own.setTimeout(Duration.ZERO);
		analyze("The value of rpc.client.order-service.timeout is invalid: 0ms is not positive.",
				"Set rpc.client.order-service.timeout to a duration such as 5s, or leave it out.");
		this.own.setTimeout(null);
		this.own.getPool().setMaxPerAddress(0);
		analyze("The value of rpc.client.order-service.pool.max-per-address is invalid: 0 is not positive.",
				"Set rpc.client.order-service.pool.max-per-address to a number such as 100, or leave it out.");
	}

	private ClientConfiguration configuration() {
		return new ClientConfiguration("order-service", this.own, this.defaults);
	}

	private void analyze(String description, String action) {
		FailureAnalysis analysis = new InvalidRpcConfigurationFailureAnalyzer()
			.analyze(catchThrowable(() -> configuration().settings(this.bundles)));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
	}

}
