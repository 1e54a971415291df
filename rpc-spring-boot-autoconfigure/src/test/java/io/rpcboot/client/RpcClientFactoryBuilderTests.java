package io.rpcboot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.rpcboot.fixture.Certificates;
import io.rpcboot.interop.TestServer;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of clients without a container.
 */
class RpcClientFactoryBuilderTests {

	private final JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);

	@ParameterizedTest
	@EnumSource(names = { "ARRAY", "JSON_RPC" })
	void aClientNeedsNoContainer(MessageFormat format) {
		List<String> calls = new ArrayList<>();
		try (TestServer server = TestServer.start();
				RpcClientFactory factory = RpcClientFactory.builder("calculator", this.codec)
					.address("127.0.0.1:" + server.port())
					.authkey(TestServer.AUTHKEY)
					.format(format)
					.timeout(Duration.ofSeconds(10))
					.interceptor((call, next) -> {
						calls.add(call.peer() + "." + call.function() + " as " + call.format());
						return next.handle(call);
					})
					.build()) {
			assertThat(factory.create(Calculator.class).add(2, 3)).isEqualTo(5);
			assertThat(calls).containsExactly("calculator.add as " + format);
		}
	}

	@Test
	void whatGoesOverTcpCanBeEncrypted() {
		Address anyPort = new TcpAddress("127.0.0.1", 0);
		try (TestServer server = TestServer.start(anyPort, TestTransport.TLS.ofServer());
				RpcClientFactory factory = RpcClientFactory.builder("calculator", this.codec)
					.address("localhost:" + server.port())
					.authkey(TestServer.AUTHKEY)
					.tls(Certificates.context(null))
					.build()) {
			assertThat(factory.create(Calculator.class).add(2, 3)).isEqualTo(5);
		}
	}

	@Test
	void whatGoesOverAUnixSocketIsNotEncrypted() {
		try (TestServer server = TestServer.start(TestTransport.UNIX.address(), TestTransport.TLS.ofServer());
				RpcClientFactory factory = RpcClientFactory.builder("calculator", this.codec)
					.address(server.address().toString())
					.authkey(TestServer.AUTHKEY)
					.tls(Certificates.context(null))
					.build()) {
			assertThat(factory.create(Calculator.class).add(2, 3)).isEqualTo(5);
		}
	}

	@Test
	void anAddressIsNeeded() {
		RpcClientFactoryBuilder builder = RpcClientFactory.builder("calculator", this.codec);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessage("The client 'calculator' has no address");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.address("18000"))
			.withMessage("'18000' is not an address: expected host:port, such as 127.0.0.1:17000, or unix: and a path");
	}

	interface Calculator {

		int add(int x, int y);

	}

}
