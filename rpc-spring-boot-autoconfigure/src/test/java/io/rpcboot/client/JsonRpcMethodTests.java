package io.rpcboot.client;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInfo;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what methods send as JSON-RPC, whose arguments are either an array or an
 * object.
 */
@Timeout(60)
class JsonRpcMethodTests {

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
		this.factory = Clients.factory(MessageFormat.JSON_RPC, Duration.ofSeconds(10), ClientSettings.Pool.DEFAULT,
				this.peer.port());
		this.shop = this.factory.create(Shop.class);
	}

	@AfterEach
	void stop() throws IOException {
		this.factory.close();
		this.peer.close();
	}

	private void assertSent(Runnable call, String method, String params) throws InterruptedException {
		call.run();
		String sent = this.calls.poll(10, TimeUnit.SECONDS);
		assertThat(sent).contains("\"method\":\"%s\",".formatted(method));
		assertThat(sent.replaceFirst("^.*\"meta\":\\{[^}]*}", "")).isEqualTo(params + "}");
	}

	private void assertNotSent(String function, String message, ThrowingCallable call) {
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(call)
			.withMessage("orders.%s() at 127.0.0.1:%d: %s", function, this.peer.port(), message)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		assertThat(this.calls).isEmpty();
	}

	@Test
	void argumentsGoByPositionWhereAllOfThemCan() throws Exception {
		assertSent(this.shop::open, "open", "");
		assertSent(() -> this.shop.add(2, 3), "add", ",\"params\":[2,3]");
		assertSent(() -> this.shop.sum(1, 2, 3), "sum", ",\"params\":[1,2,3]");
		assertSent(() -> this.shop.box(Optional.of(1), 2), "box", ",\"params\":[1,2]");
		assertSent(() -> this.shop.buy("cup", Map.of()), "buy", ",\"params\":[\"cup\"]");
	}

	@Test
	void argumentsGoByKeywordWhereOneOfThemHasTo() throws Exception {
		assertSent(() -> this.shop.pay(5, "EUR"), "pay", ",\"params\":{\"amount\":5,\"currency\":\"EUR\"}");
		assertSent(() -> this.shop.box(Optional.empty(), 2), "box", ",\"params\":{\"depth\":2}");
		assertSent(() -> this.shop.buy("cup", Map.of("colour", "red")), "buy",
				",\"params\":{\"sku\":\"cup\",\"colour\":\"red\"}");
		assertSent(() -> this.shop.label("a", Map.of("size", 2)), "label", ",\"params\":{\"text\":\"a\",\"size\":2}");
	}

	@Test
	void varargsHaveNoNamesToGoBy() {
		assertNotSent("label", "varargs and arguments by keyword do not go together in the format json-rpc",
				() -> this.shop.label("a", Map.of("size", 2), "b"));
	}

	@Test
	void withoutAnInterfaceNobodyKnowsTheNames() {
		RpcOperations operations = this.factory.operations();
		assertNotSent("price",
				"JSON-RPC has no call with arguments by position and by keyword together: give all of them by keyword, or "
						+ "set the client's format to array",
				() -> operations.call("price", List.of("cup"), Map.of("quantity", 2), Object.class));
	}

	@Test
	void whereArgumentsMayGoByKeywordTheirNamesHaveToBeKnown() {
		ClientSettings settings = new ClientSettings(Clients.NAME, List.of(new TcpAddress("127.0.0.1", 1)),
				Security.of(null), ClientSettings.Calls.DEFAULT.withFormat(MessageFormat.JSON_RPC),
				ClientSettings.Pool.DEFAULT);
		JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);
		ClientMethodParser parser = new ClientMethodParser(codec, JsonRpcMethodTests::withoutNames,
				AsyncCallAdapter.NONE, Naming.AS_IS, settings);
		Method[] methods = Shop.class.getMethods();
		assertThat(Arrays.stream(methods).filter((method) -> isRefused(parser, method)).map(Method::getName))
			.containsExactlyInAnyOrder("pay", "box", "buy", "label");
	}

	private static List<ParameterInfo> withoutNames(Method method, Class<?> type) {
		return ParameterInspector.REFLECTION.inspect(method, type)
			.stream()
			.map((info) -> new ParameterInfo(null, info.type(), info.annotations(), info.optional()))
			.toList();
	}

	private static boolean isRefused(ClientMethodParser parser, Method method) {
		try {
			parser.parse(method, Shop.class);
			return false;
		}
		catch (InvalidClientException ex) {
			assertThat(ex).hasMessage(
					"%s.%s cannot be called: the name of its parameter 1 is not known. Compile with "
							+ "-parameters, or give the name by @RpcParam(name = \"...\").",
					Shop.class.getName(), method.getName());
			return true;
		}
	}

	interface Shop {

		void open();

		void add(int x, int y);

		void sum(int... numbers);

		void pay(int amount, @RpcKeyword String currency);

		void box(Optional<Integer> height, int depth);

		void buy(String sku, @RpcKwargs Map<String, Object> options);

		void label(String text, @RpcKwargs Map<String, Object> attributes, String... more);

	}

}
