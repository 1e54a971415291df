package io.rpcboot.interop;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.interop.TestFunctions.Currency;
import io.rpcboot.interop.TestFunctions.Price;
import io.rpcboot.interop.TestFunctions.Unwritable;
import io.rpcboot.message.MessageFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Clients that send pickles, against a plain Python program that does
 * {@code name, args, kwargs = connection.recv()}.
 */
class PickleServerTests {

	private static final ClientSettings.Calls PICKLE = new ClientSettings.Calls(MessageFormat.PICKLE,
			Duration.ofSeconds(20), null, 16 * 1024 * 1024);

	@WithEveryPython
	void everyTypeCrossesBothWays(Interpreter python) {
		try (PythonServer server = start(python); RpcClientFactory factory = client(server)) {
			assertEveryTypeCrosses(factory.operations());
		}
	}

	@WithEveryPython
	void everyProtocolIsRead(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, "pickle_server.py", "bytes");
				RpcClientFactory factory = client(server)) {
			RpcOperations operations = factory.operations();
			int protocols = operations.call("protocols", int.class);
			assertThat(protocols).isGreaterThan(2);
			for (int i = 0; i < protocols; i++) {
				operations.call("use", void.class, i);
				assertEveryTypeCrosses(operations);
				assertFails(RpcRemoteException.class, Executed.YES, () -> operations.call("fail", Object.class, "no"),
						"orders.fail() at 127.0.0.1:%d: ValueError: no", server.port());
			}
		}
	}

	private static void assertEveryTypeCrosses(RpcOperations operations) {
		int count = operations.call("count", int.class);
		assertThat(count).isGreaterThan(70);
		for (int i = 0; i < count; i++) {
			Object value = operations.call("value", Object.class, i);
			assertThat(operations.call("check", String.class, i, value)).isNull();
		}
	}

	@WithEveryPython
	void argumentsAndResultsAreThoseOfTheInterface(Interpreter python) {
		try (PythonServer server = start(python); RpcClientFactory factory = client(server)) {
			Functions functions = factory.create(Functions.class);
			// the first call of a connection is written for any Python, the others for
			// the one that has answered
			for (int i = 0; i < 2; i++) {
				assertThat(functions.scale(new double[] { 1.5, -2 }, 2)).containsExactly(3, -4);
			}
			assertThat(functions.price("cup", 2, Currency.USD)).isEqualTo(new Price("cup", 9, Currency.USD));
			assertThat(functions.quantities(new Order(List.of(new Line(3), new Line(4))))).containsExactly(3, 4);
			assertThat(functions.following(LocalDate.of(2024, 2, 28))).isEqualTo("2024-02-29");
			assertThat(functions.sizes(Map.of("b", 1, "a", 2))).isEqualTo(List.of(List.of("a", 2L), List.of("b", 1L)));
			assertThat(functions.echo(new byte[] { -1 })).isEqualTo(new byte[] { -1 });
			functions.nothing();
		}
	}

	@WithEveryPython
	void whatGoesWrongIsTold(Interpreter python) {
		try (PythonServer server = start(python); RpcClientFactory factory = client(server)) {
			Functions functions = factory.create(Functions.class);
			assertFails(RpcRemoteException.class, Executed.YES, () -> functions.fail("gr\u00fcn"),
					"orders.fail() at 127.0.0.1:%d: ValueError: gr\u00fcn", server.port());
			assertFails(RpcEncodingException.class, Executed.YES, () -> functions.dayOfMonth(LocalDate.of(2024, 2, 28)),
					"orders.following() at 127.0.0.1:%d: the result does not fit int: expected int, got '2024-02-29'",
					server.port());
			assertFails(RpcEncodingException.class, Executed.NO,
					() -> functions.quantities(Map.of("lines", List.of(new Unwritable(1)))),
					"orders.quantities() at 127.0.0.1:%d: argument 1 cannot be written as a pickle at $.lines[0].value: no value",
					server.port());
			assertThat(functions.echo(new byte[0])).isEmpty();
		}
	}

	@WithEveryPython
	void whatIsNoDataIsRefused(Interpreter python) {
		try (PythonServer server = start(python); RpcClientFactory factory = client(server)) {
			RpcOperations operations = factory.operations();
			for (String function : List.of("thing", "things")) {
				RpcProtocolException failure = catchThrowableOfType(RpcProtocolException.class,
						() -> operations.call(function, Object.class));
				assertThat(failure).hasMessageMatching(
						"orders.%s\\(\\) at 127.0.0.1:\\d+: the pickle is refused at byte \\d+: ".formatted(function)
								+ "__main__.Thing is not among the symbols that are read");
				assertThat(failure.executed()).isEqualTo(Executed.YES);
			}
			assertThat(operations.call("echo", Object.class, "x")).isEqualTo("x");
		}
	}

	private static void assertFails(Class<? extends RpcException> type, Executed executed, ThrowingCallable call,
			String message, int port) {
		RpcException failure = catchThrowableOfType(type, call);
		assertThat(failure).hasMessage(message, port);
		assertThat(failure.executed()).isEqualTo(executed);
	}

	private static PythonServer start(Interpreter python) {
		return PythonServer.start(python, "pickle_server.py");
	}

	private static RpcClientFactory client(PythonServer server) {
		return Clients.factory(PICKLE, ClientSettings.Pool.DEFAULT, TestServer.AUTHKEY, List.of(), server.port());
	}

	interface Functions {

		double[] scale(double[] values, double factor);

		Price price(String sku, int quantity, @RpcKeyword Currency currency);

		int[] quantities(Object order);

		String following(LocalDate day);

		@RpcFunction("following")
		int dayOfMonth(LocalDate day);

		Object sizes(@RpcKwargs Map<String, Object> options);

		byte[] echo(byte[] value);

		void nothing();

		void fail(String message);

	}

	record Order(List<Line> lines) {

	}

	record Line(int quantity) {

	}

}
