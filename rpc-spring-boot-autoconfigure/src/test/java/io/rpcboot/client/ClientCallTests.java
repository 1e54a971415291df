package io.rpcboot.client;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.interop.TestFunctions.Currency;
import io.rpcboot.interop.TestFunctions.Price;
import io.rpcboot.interop.TestServer;
import io.rpcboot.message.MessageFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how the methods of an interface become calls.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = MessageFormat.class, names = { "ARRAY", "JSON_RPC" })
class ClientCallTests {

	private static final int MEGABYTE = 1024 * 1024;

	private final MessageFormat format;

	@AutoClose
	private final TestServer server = TestServer.start();

	@AutoClose
	private final RpcClientFactory factory;

	private final Orders orders;

	ClientCallTests(MessageFormat format) {
		this.format = format;
		this.factory = connect(this.server);
		this.orders = this.factory.create(Orders.class);
	}

	private RpcClientFactory connect(TestServer program) {
		return Clients.factory(this.format, Duration.ofSeconds(10), ClientSettings.Pool.DEFAULT, program.port());
	}

	@Test
	void argumentsGoByPositionAndByKeyword() {
		assertThat(this.orders.add(2, 3)).isEqualTo(5);
		assertThat(this.orders.book("12", LocalDate.of(2026, 2, 28), 9)).isEqualTo("12 on 2026-02-28 at 9");
		assertThat(this.orders.total(1, 2, 3)).isEqualTo(6);
		assertThat(this.orders.total()).isZero();
		assertThat(this.orders.label("a", Map.of("colour", "red")))
			.isEqualTo(Map.of("text", "a", "size", 1, "attributes", Map.of("colour", "red"), "more", List.of()));
	}

	@Test
	void anEmptyOptionalIsLeftOut() {
		assertThat(this.orders.price("cup", Optional.empty(), Optional.empty()))
			.isEqualTo(new Price("cup", 4.9, Currency.EUR));
		assertThat(this.orders.price("cup", Optional.of(2), Optional.of(Currency.USD)))
			.isEqualTo(new Price("cup", 9.8, Currency.USD));
		assertThat(this.orders.volume(Optional.of(2), Optional.of(3), 4)).isEqualTo(24);
		assertThatExceptionOfType(RpcRemoteException.class)
			.isThrownBy(() -> this.orders.volume(Optional.of(2), Optional.empty(), 4))
			.withMessage("orders.volume() at 127.0.0.1:%d: TypeError: volume() missing 1 required positional argument: "
					+ "'height'", this.server.port());
	}

	@Test
	void resultsAreReadIntoTheReturnType() {
		assertThat(this.orders.square(BigInteger.TEN.pow(40))).isEqualTo(BigInteger.TEN.pow(80));
		assertThat(this.orders.echo(List.of(new Price("cup", 1.5, Currency.EUR))))
			.containsExactly(new Price("cup", 1.5, Currency.EUR));
		assertThat(this.orders.find(null)).isEmpty();
		assertThat(this.orders.find("x")).contains("x");
		this.orders.now();
	}

	@Test
	void aResultCanComeLater() throws Exception {
		assertThat(this.orders.later(4).get(10, TimeUnit.SECONDS)).isEqualTo(4);
	}

	@Test
	void anIdleConnectionHoldsNothingOfALargeCall() {
		this.orders.now();
		long before = usedMemory();
		assertThatExceptionOfType(RpcRemoteException.class)
			.isThrownBy(() -> this.factory.operations().call("missing", Object.class, "x".repeat(16 * MEGABYTE)))
			.withMessageContaining("missing");
		await().until(() -> usedMemory() < before + 4 * MEGABYTE);
	}

	private static long usedMemory() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Test
	void defaultMethodsRunHere() {
		assertThat(this.orders.twice(4)).isEqualTo(8);
	}

	@Test
	void aClientIsEqualToItselfAlone() {
		assertThat(this.orders).isEqualTo(this.orders)
			.isNotEqualTo(this.factory.create(Orders.class))
			.hasSameHashCodeAs(this.orders);
		assertThat(this.orders)
			.hasToString("Orders, a client of 'orders' at [127.0.0.1:%d]".formatted(this.server.port()));
	}

	@Test
	void aFailureOfTheFunctionArrives() {
		assertThatExceptionOfType(RpcRemoteException.class)
			.isThrownBy(() -> this.orders.fail("IllegalArgumentException", "no such size"))
			.withMessage("orders.fail() at 127.0.0.1:%d: ValueError: no such size", this.server.port())
			.satisfies((ex) -> {
				assertThat(ex.type()).isEqualTo("ValueError");
				assertThat(ex.remoteMessage()).isEqualTo("no such size");
				assertThat(ex.executed()).isEqualTo(Executed.YES);
			});
	}

	@Test
	void aFailureArrivesWithTheStackTraceThatTheServerSends() {
		try (TestServer open = TestServer.startWithStackTraces(); RpcClientFactory client = connect(open)) {
			Orders traced = client.create(Orders.class);
			assertThatExceptionOfType(RpcRemoteException.class)
				.isThrownBy(() -> traced.fail("IllegalArgumentException", "no such size"))
				.withMessage("orders.fail() at 127.0.0.1:%d: ValueError: no such size", open.port())
				.satisfies((ex) -> assertThat(ex.traceback())
					.startsWith("java.lang.IllegalArgumentException: no such size\n\tat ")
					.contains("TestFunctions.fail("));
		}
	}

	@Test
	void aResultOfAnotherTypeNamesThePlace() {
		assertThatExceptionOfType(RpcEncodingException.class)
			.isThrownBy(() -> this.orders.prices(List.of(Map.of("sku", "cup", "total", "much"))))
			.withMessage("orders.echo() at 127.0.0.1:%d: the result does not fit java.util.List<%s> at $[0].total: "
					+ "expected float, got 'much'", this.server.port(), Price.class.getName())
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.YES));
		assertThat(this.orders.add(1, 1)).isEqualTo(2);
	}

	@Test
	void anArgumentThatCannotBeWrittenIsNotSent() {
		Object self = new Object[1];
		((Object[]) self)[0] = self;
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(() -> this.orders.echoObject(self))
			.withMessageStartingWith("orders.echo() at 127.0.0.1:%d: argument 1 cannot be written as JSON at $[0]"
				.formatted(this.server.port()))
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		assertThat(this.orders.add(1, 1)).isEqualTo(2);
	}

	@Test
	void functionsCanBeCalledWithoutAnInterface() {
		RpcOperations operations = this.factory.operations();
		assertThat(operations.call("add", Integer.class, 2, 3)).isEqualTo(5);
		Price price = operations.call("price", List.of(), Map.of("sku", "cup", "quantity", 2), Price.class);
		assertThat(price).isEqualTo(new Price("cup", 9.8, Currency.EUR));
	}

	@Test
	void anInterfaceThatCannotBeAClientIsFoundOut() {
		assertThatExceptionOfType(InvalidClientException.class).isThrownBy(() -> this.factory.create(TwoNames.class))
			.withMessage(
					"%s.wrong cannot be called: two of its parameters have the name 'x'. Give one of them another name "
							+ "by @RpcParam(name = \"...\").",
					TwoNames.class.getName());
		assertThatExceptionOfType(InvalidClientException.class).isThrownBy(() -> this.factory.create(String.class))
			.withMessage(
					"java.lang.String cannot be a client: it is no interface. Declare the functions in an interface.");
	}

	interface Orders {

		void now();

		int add(int x, int y);

		String book(String room, @RpcKeyword LocalDate day, @RpcKeyword int hour);

		@RpcFunction("sum")
		int total(int... numbers);

		Map<String, Object> label(String text, @RpcKwargs Map<String, Object> attributes, String... more);

		Price price(String sku, Optional<Integer> quantity, @RpcKeyword Optional<Currency> currency);

		int volume(Optional<Integer> width, Optional<Integer> height, int depth);

		BigInteger square(BigInteger number);

		List<Price> echo(@RpcParam(name = "value") List<Price> prices);

		@RpcFunction("echo")
		List<Price> prices(List<Map<String, Object>> prices);

		@RpcFunction("echo")
		Object echoObject(Object value);

		@RpcFunction("echo")
		Optional<String> find(String name);

		@RpcFunction("echo")
		CompletableFuture<Integer> later(int value);

		void fail(String type, String message);

		default int twice(int number) {
			return add(number, number);
		}

	}

	interface TwoNames {

		void wrong(int x, @RpcParam(name = "x") int y);

	}

}
