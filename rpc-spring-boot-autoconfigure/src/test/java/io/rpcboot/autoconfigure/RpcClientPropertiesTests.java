package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ScriptedPeer;
import io.rpcboot.context.ImportRpcClients;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.RawPeer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the properties {@code rpc.client.*} and {@code rpc.json.*} do.
 */
@Timeout(60)
class RpcClientPropertiesTests {

	private ScriptedPeer peer;

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() throws IOException {
		this.peer = new ScriptedPeer(ScriptedPeer.well());
		this.runner = ClientRunner.unconfigured()
			.withUserConfiguration(Clients.class)
			.withPropertyValues("rpc.client.stock-room.address=" + address(this.peer),
					"rpc.client.stock-room.authkey=" + ScriptedPeer.KEY);
	}

	@AfterEach
	void stop() throws IOException {
		this.peer.close();
	}

	private void run(Consumer<Stock> calls, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> calls.accept(context.getBean(Stock.class)));
	}

	private void assertFails(Class<? extends RpcException> type, String message, ThrowingCallable call) {
		assertThatExceptionOfType(type).isThrownBy(call)
			.withMessage("stock-room.%s", message.formatted(address(this.peer)));
	}

	private void assertTimesOut(Stock stock, int millis) {
		assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(() -> stock.count(1))
			.withMessageStartingWith("stock-room.count() at %s: no reply within %d ms (rpc.client.stock-room.timeout)"
				.formatted(address(this.peer), millis));
	}

	private static String address(ScriptedPeer peer) {
		return "127.0.0.1:" + peer.port();
	}

	@Test
	void whenAnAddressIsSetThenCallsGoThere() {
		run((stock) -> assertThat(stock.count(3)).isEqualTo(3));
		assertThat(this.peer.accepted()).isOne();
	}

	@Test
	void whenAddressesAreSetThenCallsAtATimeGoToEach() throws Exception {
		try (ScriptedPeer other = new ScriptedPeer(ScriptedPeer.well())) {
			this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
			this.runner
				.withPropertyValues("rpc.client.stock-room.address=",
						"rpc.client.stock-room.addresses=%s,%s".formatted(address(this.peer), address(other)))
				.run((context) -> {
					Stock stock = context.getBean(Stock.class);
					CompletableFuture<Integer> silent = stock.countLater(1);
					await().until(() -> this.peer.accepted() == 1);
					assertThat(stock.count(2)).isEqualTo(2);
					silent.cancel(true);
				});
			assertThat(other.accepted()).isOne();
		}
	}

	private static void silentAfterHandshake(RawPeer connection) throws IOException {
		connection.admit(ScriptedPeer.KEY);
		connection.awaitEnd();
	}

	@ParameterizedTest
	@ValueSource(strings = { "another", "PEEKABOO" })
	void whenTheKeyIsAnotherThenTheCallTellsWhichPropertyToCorrect(String key) {
		this.peer.become((connection) -> {
			connection.sendChallenge(ChallengeStyle.SHA256.message());
			connection.readFrame();
			connection.sendFailure();
		});
		run((stock) -> assertFails(RpcAuthenticationException.class,
				"count() at %s: The peer refused our answer to its challenge: its authkey is another one than ours; "
						+ "correct rpc.client.stock-room.authkey. A Python program whose accept loop does not catch the "
						+ "error has ended by it",
				() -> stock.count(1)), "rpc.client.stock-room.authkey=" + key);
	}

	@Test
	void whenTheKeyIsBase64ThenItStandsForItsBytes() {
		String base64 = Base64.getEncoder().encodeToString(ScriptedPeer.KEY.getBytes(StandardCharsets.UTF_8));
		run((stock) -> assertThat(stock.count(3)).isEqualTo(3), "rpc.client.stock-room.authkey=base64:" + base64);
	}

	@Test
	void whenAuthenticationIsNoneThenCallsBeginWithoutAHandshake() {
		this.peer.become((connection) -> ScriptedPeer.answer(connection, ScriptedPeer::firstArgument));
		run((stock) -> assertThat(stock.count(3)).isEqualTo(3), "rpc.client.stock-room.authkey=",
				"rpc.client.stock-room.authentication=none");
	}

	@Test
	void whenMd5IsNotAllowedThenOldProgramsAreRefused() {
		this.peer.become((connection) -> {
			byte[] message = ChallengeStyle.LEGACY.message();
			connection.sendChallenge(message);
			assertThat(connection.readFrame()).isEqualTo(ChallengeStyle.LEGACY.answer(ScriptedPeer.KEY, message));
			connection.sendWelcome();
			connection.sendFrame(ChallengeStyle.LEGACY.answer(ScriptedPeer.KEY, connection.readChallenge()));
			connection.readWelcome();
			ScriptedPeer.answer(connection, ScriptedPeer::firstArgument);
		});
		run((stock) -> assertThat(stock.count(3)).isEqualTo(3));
		this.peer.become((connection) -> {
			connection.sendChallenge(ChallengeStyle.LEGACY.message());
			connection.awaitEnd();
		});
		run((stock) -> assertFails(RpcAuthenticationException.class,
				"count() at %s: The peer's challenge asks for HMAC-MD5, which is not allowed here: it needs Python 3.12 or "
						+ "later, or rpc.client.stock-room.allow-md5 to be true",
				() -> stock.count(3)), "rpc.client.stock-room.allow-md5=false");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			as-is      | ["newOrder",[{"unitPrice":2}],{"dueDate":"today"}]   | {"unitPrice":5}
			snake-case | ["new_order",[{"unit_price":2}],{"due_date":"today"}] | {"unit_price":5}
			""")
	void whenNamingIsSetThenFunctionsParametersAndPropertiesFollow(String naming, String call, String reply) {
		this.peer.become(ScriptedPeer.answering((received) -> {
			assertThat(received).isEqualTo(call);
			return reply;
		}));
		run((stock) -> assertThat(stock.newOrder(new Order(2), "today")).isEqualTo(new Order(5)),
				"rpc.client.stock-room.naming=" + naming);
	}

	@Test
	void whenAReplyIsTooLargeThenTheCallTellsWhichPropertyToRaise() {
		this.peer.become(ScriptedPeer.answering((call) -> "[1,2,3,4,5,6]"));
		run((stock) -> assertFails(RpcProtocolException.class,
				"list() at %s: the reply has 13 bytes, more than the 12 that rpc.client.stock-room.max-message-size allows",
				stock::list), "rpc.client.stock-room.max-message-size=12B");
		run((stock) -> assertThat(stock.list()).hasSize(6), "rpc.client.stock-room.max-message-size=13B");
	}

	@Test
	void whenTheTimeoutPassesThenTheCallTellsWhichPropertySetsIt() {
		this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
		run((stock) -> assertTimesOut(stock, 1000), "rpc.client.stock-room.timeout=1s");
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 2", "2, 3" })
	void whenRetriesAreSetThenCallsOfIdempotentMethodsAreRepeated(int retries, int attempts) {
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readFrame();
		});
		run((stock) -> {
			assertFails(RpcConnectionException.class,
					"count() at %s: the peer closed the connection instead of answering", () -> stock.countAgain(1));
			assertThat(this.peer.accepted()).isEqualTo(attempts);
			assertFails(RpcConnectionException.class,
					"count() at %s: the peer closed the connection instead of answering", () -> stock.count(1));
			assertThat(this.peer.accepted()).isEqualTo(attempts + 1);
		}, "rpc.client.stock-room.retry.max-retries=" + retries, "rpc.client.stock-room.retry.delay=1ms");
	}

	@Test
	void whenARetryDelayIsSetThenRepetitionsWait() {
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readFrame();
		});
		run((stock) -> {
			long start = System.nanoTime();
			assertFails(RpcConnectionException.class,
					"count() at %s: the peer closed the connection instead of answering", () -> stock.countAgain(1));
			// 200 and then 400
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
		}, "rpc.client.stock-room.retry.max-retries=2", "rpc.client.stock-room.retry.delay=200ms");
	}

	@Test
	void whenAnAttemptHasATimeoutThenAnotherOneFollowsIt() {
		this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
		run((stock) -> {
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(() -> stock.countAgain(1))
				.withMessageStartingWith("stock-room.count() at %s: no reply within 200 ms "
						+ "(rpc.client.stock-room.retry.attempt-timeout)", address(this.peer));
			assertThat(this.peer.accepted()).isEqualTo(2);
		}, "rpc.client.stock-room.retry.max-retries=1", "rpc.client.stock-room.retry.attempt-timeout=200ms",
				"rpc.client.stock-room.retry.delay=1ms");
	}

	@Test
	void whenThePoolIsBoundedThenMoreCallsFindAllBusy() {
		this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
		run((stock) -> {
			CompletableFuture<Integer> running = stock.countLater(1);
			await().until(() -> this.peer.accepted() == 1);
			assertFails(RpcOverloadedException.class, "count() at %s: all 1 connections were busy for 100 ms "
					+ "(rpc.client.stock-room.pool.max-per-address)", () -> stock.countWithin100Ms(2));
			running.cancel(true);
		}, "rpc.client.stock-room.pool.max-per-address=1");
		assertThat(this.peer.accepted()).isOne();
	}

	@Test
	void whenTheFormatIsPickleThenCallsAreWrittenInIt() {
		AtomicReference<byte[]> call = new AtomicReference<>();
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			call.set(connection.readFrame());
			connection.sendFrame(Bytes.hex("80 02 4b 04 2e"));
		});
		run((stock) -> assertThat(stock.count(3)).isEqualTo(4), "rpc.client.stock-room.format=pickle");
		assertThat(call.get()).startsWith(Bytes.of("\u0080\u0002(X\u0005\0\0\0count(K\u0003t}(u"));
	}

	@Test
	void whenTheFormatIsJsonRpcThenCallsAreWrittenInIt() {
		AtomicReference<String> call = new AtomicReference<>();
		this.peer.become(ScriptedPeer.answering((text) -> {
			call.set(text);
			return "4";
		}));
		run((stock) -> assertThat(stock.count(3)).isEqualTo(4), "rpc.client.stock-room.format=json-rpc");
		assertThat(call.get()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"count\",");
	}

	@Test
	void whenTheCallsOfAConnectionAreBoundedThenTheNextOneGetsAnother() {
		this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
		run((stock) -> {
			List<CompletableFuture<Integer>> calls = List.of(stock.countLater(1), stock.countLater(2),
					stock.countLater(3));
			await().until(() -> this.peer.accepted() == 2);
			calls.forEach((call) -> call.cancel(true));
		}, "rpc.client.stock-room.format=json-rpc", "rpc.client.stock-room.pool.max-calls-per-connection=2");
	}

	@Test
	void whenConnectingTakesTooLongThenTheCallTellsWhichPropertySetsIt() {
		this.peer.become(RawPeer::awaitEnd);
		run((stock) -> assertFails(RpcTimeoutException.class,
				"count() at %s: no handshake within 100 ms (rpc.client.stock-room.pool.connect-timeout): the program is busy "
						+ "with another client's handshake, or has no authkey while we have one",
				() -> stock.count(1)), "rpc.client.stock-room.pool.connect-timeout=100ms",
				"rpc.client.stock-room.timeout=500ms");
	}

	@ParameterizedTest
	@CsvSource({ "idle-timeout, max-age", "max-age, idle-timeout" })
	void whenAConnectionIsOverItsTimeThenTheNextCallGetsAnother(String property, String other) {
		run((stock) -> await().untilAsserted(() -> {
			assertThat(stock.count(3)).isEqualTo(3);
			assertThat(this.peer.accepted()).isGreaterThan(2);
		}), "rpc.client.stock-room.pool.%s=1ms".formatted(property),
				"rpc.client.stock-room.pool.%s=1h".formatted(other));
	}

	@Test
	void whenAPropertyIsNotSetForAClientThenTheDefaultHolds() {
		this.peer.become(RpcClientPropertiesTests::silentAfterHandshake);
		run((stock) -> assertTimesOut(stock, 1001), "rpc.client.default.timeout=1001ms",
				"rpc.client.default.address=127.0.0.1:1", "rpc.client.default.authkey=another",
				"rpc.client.default.pool.connect-timeout=10s");
	}

	@Test
	void whenNothingIsSetForAClientThenAllDefaultsHold() {
		ClientRunner.unconfigured()
			.withUserConfiguration(Clients.class)
			.withPropertyValues("rpc.client.default.address=" + address(this.peer),
					"rpc.client.default.authkey=" + ScriptedPeer.KEY)
			.run((context) -> assertThat(context.getBean(Stock.class).count(3)).isEqualTo(3));
	}

	@Test
	void whenTheEnvironmentHasItAllThenTheNameNeedsNoHyphen() {
		withEnvironment(ClientRunner.unconfigured().withUserConfiguration(Clients.class),
				Map.of("RPC_CLIENT_STOCKROOM_ADDRESS", address(this.peer), "RPC_CLIENT_STOCKROOM_AUTHKEY",
						ScriptedPeer.KEY))
			.run((context) -> assertThat(context.getBean(Stock.class).count(3)).isEqualTo(3));
	}

	@Test
	void whenTheEnvironmentHasTheKeyAloneThenItComesBeforeThatOfTheFile() {
		withEnvironment(this.runner.withPropertyValues("rpc.client.stock-room.authkey=of the file"),
				Map.of("RPC_CLIENT_STOCKROOM_AUTHKEY", ScriptedPeer.KEY))
			.run((context) -> assertThat(context.getBean(Stock.class).count(3)).isEqualTo(3));
	}

	private static ApplicationContextRunner withEnvironment(ApplicationContextRunner runner,
			Map<String, Object> variables) {
		return runner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables)));
	}

	@Test
	void whenStrictIsSetThenResultsAreRefusedOrConverted() {
		this.peer.become(ScriptedPeer.answering((call) -> "\"5\""));
		run((stock) -> assertFails(RpcEncodingException.class,
				"count() at %s: the result does not fit int: expected int, got '5'", () -> stock.count(1)));
		run((stock) -> assertThat(stock.count(1)).isEqualTo(5), "rpc.json.strict=false");
	}

	@Test
	void whenMaxNestingIsSetThenDeeperResultsAreRefused() {
		this.peer.become(ScriptedPeer.answering((call) -> "[[[1]]]"));
		run((stock) -> assertThat(stock.list()).hasSize(1), "rpc.json.max-nesting=3");
		run((stock) -> assertFails(RpcEncodingException.class,
				"list() at %s: the result does not fit java.util.List<java.lang.Object> at $[0]: Document nesting depth (3) "
						+ "exceeds the maximum allowed (2, rpc.json.max-nesting)",
				stock::list), "rpc.json.max-nesting=2");
	}

	interface Stock {

		int count(int value);

		@RpcFunction(value = "count", timeout = "100ms")
		int countWithin100Ms(int value);

		@RpcFunction(value = "count", idempotent = true)
		int countAgain(int value);

		@RpcFunction("count")
		CompletableFuture<Integer> countLater(int value);

		List<Object> list();

		Order newOrder(Order order, @RpcKeyword String dueDate);

	}

	record Order(int unitPrice) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportRpcClients(types = Stock.class, client = "stock-room")
	static class Clients {

	}

}
