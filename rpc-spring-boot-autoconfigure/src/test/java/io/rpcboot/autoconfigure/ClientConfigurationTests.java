package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.rpcboot.autoconfigure.RpcServerProperties.Authentication;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.message.Naming;
import io.rpcboot.wire.TcpAddress;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a client's properties become, and what a user reads when they are wrong.
 */
class ClientConfigurationTests {

	private final RpcClientProperties own = new RpcClientProperties();

	private final RpcClientProperties defaults = new RpcClientProperties();

	ClientConfigurationTests() {
		this.own.setAddress("127.0.0.1:18000");
		this.defaults.setAuthkey("peekaboo");
	}

	@Test
	void whenNothingElseIsSetThenTheDefaultsHold() {
		ClientSettings settings = configuration().settings();
		assertThat(settings.name()).isEqualTo("order-service");
		assertThat(settings.addresses()).containsExactly(new TcpAddress("127.0.0.1", 18000));
		assertThat(settings.security().handshake()).isNotNull();
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
		assertThat(configuration().settings().calls().timeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(configuration().settings().pool().maxPerAddress()).isEqualTo(2);
		assertThat(configuration().naming()).isEqualTo(Naming.SNAKE_CASE);
		assertThat(configuration().retry()).isNotNull();
	}

	@Test
	void whenCallsAreRepeatedThenAnAttemptCanBeLimited() {
		this.defaults.getRetry().setAttemptTimeout(Duration.ofSeconds(2));
		assertThat(configuration().settings().calls().attemptTimeout()).isNull();
		this.own.getRetry().setMaxRetries(1);
		assertThat(configuration().settings().calls().attemptTimeout()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void whenAClientIsSetThenItsOwnValuesWin() {
		this.defaults.setTimeout(Duration.ofSeconds(3));
		this.own.setTimeout(Duration.ofSeconds(4));
		this.own.setMaxMessageSize(DataSize.ofKilobytes(1));
		this.own.setAddress(null);
		this.own.setAddresses(List.of("127.0.0.1:1", "127.0.0.1:2"));
		this.own.setAuthentication(Authentication.NONE);
		ClientSettings settings = configuration().settings();
		assertThat(settings.calls().timeout()).isEqualTo(Duration.ofSeconds(4));
		assertThat(settings.calls().maxMessageSize()).isEqualTo(1024);
		assertThat(settings.addresses()).containsExactly(new TcpAddress("127.0.0.1", 1),
				new TcpAddress("127.0.0.1", 2));
		assertThat(settings.security().handshake()).isNull();
	}

	@Test
	void whenTheDefaultHasSeveralAddressesThenAClientsOwnOneWins() {
		this.defaults.setAddresses(List.of("127.0.0.1:1", "127.0.0.1:2"));
		assertThat(configuration().settings().addresses()).containsExactly(new TcpAddress("127.0.0.1", 18000));
		this.own.setAddress(null);
		assertThat(configuration().settings().addresses()).hasSize(2);
	}

	@Test
	void whenTheDefaultIsNoAuthenticationThenAClientsOwnKeyWins() {
		this.defaults.setAuthentication(Authentication.NONE);
		assertThat(configuration().settings().security().handshake()).isNull();
		this.own.setAuthkey("another");
		assertThat(configuration().settings().security().handshake()).isNotNull();
		this.own.setAuthentication(Authentication.NONE);
		assertThat(configuration().settings().security().handshake()).isNull();
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
				"Set rpc.client.order-service.addresses to host and port, such as 127.0.0.1:18000.");
	}

	@Test
	void whenAnEnvironmentVariableNamesAClientThenItsHyphensAreMissing() {
		assertThat(ClientConfiguration.of("order-service", Map.of("orderservice", this.own, "default", this.defaults))
			.settings()
			.addresses()).containsExactly(new TcpAddress("127.0.0.1", 18000));
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
				"Set rpc.client.order-service.address to host and port, such as 127.0.0.1:18000.");
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
			.analyze(catchThrowable(() -> configuration().settings()));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
	}

}
