package io.rpcboot.autoconfigure;

import io.rpcboot.fixture.ClientRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zeromq.ZMQ;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is wrong with a client whose program is called over ZeroMQ.
 */
class ZeroMqClientConfigurationTests {

	private static final ZMQ.Curve.KeyPair KEYS = ZMQ.Curve.generateKeyPair();

	private final ApplicationContextRunner local = client("zmq:tcp://127.0.0.1:18001");

	private static ApplicationContextRunner client(String address) {
		return ClientRunner.unconfigured().withPropertyValues("rpc.client.greeter.address=" + address);
	}

	@Test
	void whenJeroMqIsAbsentThenTheReportTellsTheDependency() {
		analyze(this.local.withClassLoader(new FilteredClassLoader("org.zeromq")),
				"rpc.client.greeter.address is zmq:tcp://127.0.0.1:18001, and JeroMQ, which calls over ZeroMQ need, is not on "
						+ "the class path.",
				"Add the dependency org.zeromq:jeromq:0.6.0, or set rpc.client.greeter.address to the address of a socket, "
						+ "such as 127.0.0.1:17000.");
	}

	@Test
	void whenThereIsNothingToBeShownThenTheReportShowsTheLinesToAdd() {
		analyze(this.local, "The RPC client 'greeter' has no keys for ZeroMQ.",
				"""
						Set the program's public key and the client's own secret key, which zmq.curve_keypair() in Python makes, for example:

						\trpc:
						\t  client:
						\t    greeter:
						\t      zeromq:
						\t        server-key: "..."
						\t        secret-key: "..."

						or, on a loopback address only, set rpc.client.greeter.zeromq.password, or rpc.client.greeter.authentication \
						to none.""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			zeromq.password=secret | rpc.client.greeter.zeromq.password is set, which goes over the network in clear
			authentication=none    | rpc.client.greeter.authentication is none
			""")
	void whenTheProgramIsOnAnotherMachineThenOnlyKeysWillDo(String property, String problem) {
		analyze(client("zmq:tcp://192.0.2.1:18001").withPropertyValues("rpc.client.greeter." + property),
				problem + ", and zmq:tcp://192.0.2.1:18001 is another machine.",
				"Set rpc.client.greeter.zeromq.server-key and rpc.client.greeter.zeromq.secret-key instead.");
	}

	@ParameterizedTest
	@CsvSource({ "server-key, secret-key", "secret-key, server-key" })
	void whenOneKeyIsMissingThenTheReportTellsWhich(String present, String missing) {
		analyze(this.local.withPropertyValues("rpc.client.greeter.zeromq.%s=%s".formatted(present, KEYS.publicKey)),
				"rpc.client.greeter.zeromq.%s is set, and rpc.client.greeter.zeromq.%s is not.".formatted(present,
						missing),
				"Set both: the program's public key, and the client's own secret key.");
	}

	@Test
	void whenAKeyIsWrongThenTheReportTellsWhichButNotTheKey() {
		analyze(this.local.withPropertyValues("rpc.client.greeter.zeromq.server-key=short",
				"rpc.client.greeter.zeromq.secret-key=" + KEYS.secretKey),
				"The value of rpc.client.greeter.zeromq.server-key is invalid: it has 5 characters, and a key of CURVE has 40.",
				"Set rpc.client.greeter.zeromq.server-key to a key as zmq.curve_keypair() in Python makes it, in quotes.");
	}

	private static void analyze(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> {
			Throwable failure = catchThrowable(() -> context.getBean("greeterRpcOperations"));
			FailureAnalysis analysis = new InvalidRpcConfigurationFailureAnalyzer().analyze(failure);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
			assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
		});
	}

}
