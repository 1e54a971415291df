package io.rpcboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.message.ParameterInfo;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what the methods of an interface send.
 */
@Timeout(60)
class ClientMethodTests {

	private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

	private ScriptedPeer peer;

	private RpcClientFactory factory;

	private Shop shop;

	@BeforeEach
	void start() throws IOException {
		this.peer = new ScriptedPeer(ScriptedPeer.answering((call) -> {
			this.calls.add(call);
			return "null";
		}));
		this.factory = Clients.factory(this.peer.port());
		this.shop = this.factory.create(Shop.class);
	}

	@AfterEach
	void stop() throws IOException {
		this.factory.close();
		this.peer.close();
	}

	private void assertSent(Runnable call, String expected) throws InterruptedException {
		call.run();
		assertThat(this.calls.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
	}

	private void assertNotSent(String function, String message, ThrowingCallable call) {
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(call)
			.withMessage("orders.%s() at 127.0.0.1:%d: %s", function, this.peer.port(), message)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		assertThat(this.calls).isEmpty();
	}

	@Test
	void aMethodHasItsOwnNameOrTheOneThatIsGiven() throws Exception {
		assertSent(this.shop::open, "[\"open\",[],{}]");
		assertSent(this.shop::closeAt, "[\"shop.close\",[],{}]");
	}

	@Test
	void aNameOnTheInterfaceIsAPrefix() throws Exception {
		Prefixed prefixed = this.factory.create(Prefixed.class);
		assertSent(prefixed::place, "[\"orders.place\",[],{}]");
		assertSent(prefixed::cancel, "[\"orders.cancel_all\",[],{}]");
	}

	@Test
	void whoOverridesAMethodToSayHowItIsCalledDoesNotRenameIt() throws Exception {
		Overriding overriding = this.factory.create(Overriding.class);
		assertSent(overriding::place, "[\"orders.place\",[],{}]");
		assertSent(overriding::cancel, "[\"orders.cancel_all\",[],{}]");
		assertSent(overriding::own, "[\"own\",[],{}]");
	}

	@Test
	void varargsAreSpread() throws Exception {
		assertSent(() -> this.shop.sum(), "[\"sum\",[],{}]");
		assertSent(() -> this.shop.sum(1, 2), "[\"sum\",[1,2],{}]");
		assertSent(() -> this.shop.join("a", "b", null), "[\"join\",[\"a\",\"b\",null],{}]");
		assertSent(() -> this.shop.join("a", (String[]) null), "[\"join\",[\"a\"],{}]");
		assertSent(() -> this.shop.array(new int[] { 1, 2 }), "[\"array\",[[1,2]],{}]");
	}

	@Test
	void keywordsGoByTheirNames() throws Exception {
		assertSent(() -> this.shop.pay(5, "EUR", 0.19), "[\"pay\",[5],{\"currency\":\"EUR\",\"tax-rate\":0.19}]");
		assertSent(() -> this.shop.pay(5, null, null), "[\"pay\",[5],{\"currency\":null,\"tax-rate\":null}]");
	}

	@Test
	void entriesOfAMapGoByTheirKeys() throws Exception {
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("colour", "red");
		options.put("size", null);
		assertSent(() -> this.shop.buy("cup", 1, options),
				"[\"buy\",[\"cup\"],{\"quantity\":1,\"colour\":\"red\",\"size\":null}]");
		assertSent(() -> this.shop.buy("cup", 1, Map.of()), "[\"buy\",[\"cup\"],{\"quantity\":1}]");
		assertSent(() -> this.shop.buy("cup", 1, null), "[\"buy\",[\"cup\"],{\"quantity\":1}]");
	}

	@Test
	void aKeywordThatIsThereTwiceIsNotSent() {
		assertNotSent("buy", "there are two values for the keyword 'quantity'",
				() -> this.shop.buy("cup", 1, Map.of("quantity", 2)));
	}

	@Test
	void nullIsNone() throws Exception {
		assertSent(() -> this.shop.find(null, null), "[\"find\",[null,null],{}]");
	}

	@Test
	void behindAnEmptyOptionalArgumentsGoByKeyword() throws Exception {
		assertSent(() -> this.shop.box(Optional.of(1), Optional.of(2), 3), "[\"box\",[1,2,3],{}]");
		assertSent(() -> this.shop.box(Optional.of(1), Optional.empty(), 3), "[\"box\",[1],{\"depth\":3}]");
		assertSent(() -> this.shop.box(Optional.empty(), Optional.of(2), 3), "[\"box\",[],{\"height\":2,\"depth\":3}]");
		assertSent(() -> this.shop.box(Optional.empty(), Optional.empty(), 3), "[\"box\",[],{\"depth\":3}]");
		assertSent(() -> this.shop.box(null, Optional.empty(), 3), "[\"box\",[null],{\"depth\":3}]");
	}

	@Test
	void anEmptyKeywordIsLeftOut() throws Exception {
		assertSent(() -> this.shop.wrap("cup", Optional.empty()), "[\"wrap\",[\"cup\"],{}]");
		assertSent(() -> this.shop.wrap("cup", Optional.of("red")), "[\"wrap\",[\"cup\"],{\"colour\":\"red\"}]");
	}

	@Test
	void whatIsLeftOutBeforeVarargsThatAreThereIsNotSent() throws Exception {
		assertSent(() -> this.shop.add(Optional.of(1), 2, 3), "[\"add\",[1,2,3],{}]");
		assertSent(() -> this.shop.add(Optional.empty()), "[\"add\",[],{}]");
		assertNotSent("add", "'start' cannot be left out, because values without a keyword follow",
				() -> this.shop.add(Optional.empty(), 2, 3));
	}

	@Test
	void aMethodHasItsOwnTimeout() {
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.awaitEnd();
		});
		assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(this.shop::openWithinASecond)
			.withMessageStartingWith(
					"orders.open() at 127.0.0.1:%d: no reply within 1000 ms".formatted(this.peer.port()));
	}

	@ParameterizedTest
	@CsvSource({ "500ms, 500", "10s, 10000", "2m, 120000" })
	void timeoutsAreWrittenInMilliSecondsSecondsOrMinutes(String text, long millis) {
		assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@CsvSource({ "''", "5", "s", "1h", "1.5s", "-1s", "0s", "1 s", "100000000m" })
	void otherTextsAreNoTimeouts(String text) {
		assertThat(Durations.parse(text)).isNull();
	}

	@Test
	void nobodyWaitsForAOneWayCall() throws Exception {
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			this.calls.add(connection.readCall());
			connection.awaitEnd();
		});
		this.shop.tell("news");
		assertThat(this.calls.poll(10, TimeUnit.SECONDS)).isEqualTo("[\"tell\",[\"news\"],{}]");
	}

	@Test
	void aOneWayCallThatFailsIsALineInTheLog() {
		// pickle.dumps(ValueError("no"), 2) as Python 2 writes it
		this.peer.become((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			connection.readCall();
			connection.sendFrame(Bytes.of("\u0080\u0002cexceptions\nValueError\nU\u0002no\u0085R."));
			connection.awaitEnd();
		});
		try (LogCapture log = LogCapture.of(RpcClientFactory.class)) {
			this.shop.tell("news");
			await().untilAsserted(() -> assertThat(log.lines())
				.containsExactly("WARN A one-way call failed: orders.tell() at 127.0.0.1:%d: ValueError: no"
					.formatted(this.peer.port())));
		}
	}

	@Test
	void parametersWhoseNamesAreNotKnownGoByPosition() throws Exception {
		try (RpcClientFactory nameless = nameless()) {
			assertSent(() -> nameless.create(Positional.class).find("a", "b"), "[\"find\",[\"a\",\"b\"],{}]");
			assertNameless("Named.find cannot be called: the name of its parameter 1",
					() -> nameless.create(Named.class));
			assertNameless("LeftOut.find cannot be called: the name of its parameter 2",
					() -> nameless.create(LeftOut.class));
		}
	}

	private static void assertNameless(String problem, ThrowingCallable call) {
		assertThatExceptionOfType(InvalidClientException.class).isThrownBy(call)
			.withMessage("%s$%s is not known. Compile with -parameters, or give the name by @RpcParam(name = \"...\").",
					ClientMethodTests.class.getName(), problem);
	}

	private RpcClientFactory nameless() {
		ParameterInspector inspector = (method, type) -> ParameterInspector.REFLECTION.inspect(method, type)
			.stream()
			.map((info) -> new ParameterInfo(null, info.type(), info.annotations(), info.optional()))
			.toList();
		RpcClientFactory.Tools tools = Clients.tools(Clients::startThread);
		return Clients.factory(new RpcClientFactory.Tools(tools.codec(), tools.executor(), inspector,
				tools.asyncCalls(), tools.naming(), tools.interceptors()), this.peer.port());
	}

	interface Shop {

		void open();

		@RpcFunction(value = "open", timeout = "1s")
		void openWithinASecond();

		@RpcFunction("shop.close")
		void closeAt();

		void sum(int... numbers);

		void join(String first, String... others);

		void array(int[] numbers);

		void pay(int amount, @RpcKeyword String currency, @RpcKeyword @RpcParam(name = "tax-rate") Double rate);

		void buy(String sku, @RpcKeyword int quantity, @RpcKwargs Map<String, Object> options);

		void find(String sku, Integer limit);

		void box(Optional<Integer> width, Optional<Integer> height, int depth);

		void wrap(String sku, @RpcKeyword Optional<String> colour);

		void add(Optional<Integer> start, int... numbers);

		@RpcFunction(oneWay = true)
		void tell(String news);

	}

	@RpcFunction("orders")
	interface Prefixed {

		void place();

		@RpcFunction("cancel_all")
		void cancel();

	}

	interface Overriding extends Prefixed {

		@Override
		@RpcFunction(timeout = "5s")
		void place();

		void own();

	}

	interface Positional {

		void find(String first, String second);

	}

	interface Named {

		void find(@RpcKeyword String first);

	}

	interface LeftOut {

		void find(Optional<String> first, String second);

	}

}
