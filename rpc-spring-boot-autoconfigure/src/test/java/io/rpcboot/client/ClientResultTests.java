package io.rpcboot.client;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.context.ReactiveCallAdapter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what becomes of replies.
 */
@Timeout(60)
class ClientResultTests {

	private static final String ORDERS = "[{\"sku\":\"cup\",\"due\":\"2026-02-28\",\"tags\":[\"a\"]},null]";

	private static final List<Order> ORDER_LIST = Arrays
		.asList(new Order("cup", LocalDate.of(2026, 2, 28), List.of("a")), null);

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private ScriptedPeer peer;

	private RpcClientFactory factory;

	private Shop shop;

	private volatile String reply = "null";

	@BeforeEach
	void start() throws IOException {
		this.peer = new ScriptedPeer(ScriptedPeer.answering((call) -> {
			this.calls.add(call);
			return this.reply;
		}));
		RpcClientFactory.Tools tools = Clients.tools(Clients::startThread);
		this.factory = Clients.factory(new RpcClientFactory.Tools(tools.codec(), tools.executor(), tools.inspector(),
				new ReactiveCallAdapter(), tools.naming(), tools.interceptors()), this.peer.port());
		this.shop = this.factory.create(Shop.class);
	}

	@AfterEach
	void stop() throws IOException {
		this.factory.close();
		this.peer.close();
	}

	private Shop replying(String json) {
		this.reply = json;
		return this.shop;
	}

	@Test
	void valuesAreReadIntoTheReturnType() {
		assertThat(replying("3").number()).isEqualTo(3);
		assertThat(replying("1e400").decimal()).isEqualTo(new BigDecimal("1e400"));
		assertThat(replying("\"gr\\u00fcn\"").text()).isEqualTo("gr\u00fcn");
		assertThat(replying("[1,2]").numbers()).containsExactly(1, 2);
		assertThat(replying("\"AQI=\"").bytes()).containsExactly(1, 2);
		assertThat(replying("{\"a\":[1]}").tree().at("/a/0").asInt()).isOne();
		assertThat(replying("{\"a\":[1,2.5,null]}").anything()).isEqualTo(Map.of("a", Arrays.asList(1, 2.5, null)));
	}

	@Test
	void collectionsHaveElementsOfTheirType() {
		assertThat(replying(ORDERS).orders()).isEqualTo(ORDER_LIST);
		assertThat(replying("{\"EU\":%s}".formatted(ORDERS)).ordersByRegion()).isEqualTo(Map.of("EU", ORDER_LIST));
		assertThat(replying("{\"content\":%s,\"total\":2}".formatted(ORDERS)).page())
			.isEqualTo(new Page<>(ORDER_LIST, 2));
		assertThat(replying("[[\"a\"],[]]").sets()).isEqualTo(List.of(Set.of("a"), Set.of()));
	}

	@Test
	void typeVariablesAreThoseOfTheClient() {
		OrderStore store = this.factory.create(OrderStore.class);
		replying("{\"sku\":\"cup\"}");
		assertThat(store.get("cup")).isEqualTo(new Order("cup", null, null));
		replying(ORDERS);
		assertThat(store.all()).isEqualTo(ORDER_LIST);
		assertThat(store.later()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ORDER_LIST);
		replying("[5]");
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(store::all)
			.withMessage(
					"orders.all() at 127.0.0.1:%d: the result does not fit java.util.List<%s> at $[0]: expected Order, "
							+ "got 5",
					this.peer.port(), Order.class.getName());
	}

	@Test
	void aResultThatNobodyWantsIsDropped() throws Exception {
		replying("{\"a\":1}").nothing();
		assertThat(replying("5").laterNothing().get(10, TimeUnit.SECONDS)).isNull();
		assertThat(replying("[5]").monoNothing().blockOptional(Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void noneIsNullOrEmpty() throws Exception {
		replying("null");
		this.shop.nothing();
		assertThat(this.shop.text()).isNull();
		assertThat(this.shop.orders()).isNull();
		assertThat(this.shop.maybe()).isEmpty();
		assertThat(this.shop.maybeNumber()).isEmpty();
		assertThat(this.shop.laterOrders().get(10, TimeUnit.SECONDS)).isNull();
		assertThat(this.shop.monoOrders().blockOptional(Duration.ofSeconds(10))).isEmpty();
		assertThat(this.shop.laterMaybe().get(10, TimeUnit.SECONDS)).isEmpty();
		assertThat(this.shop.monoMaybe().block(Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void anOptionalHoldsTheResult() {
		assertThat(replying("\"x\"").maybe()).contains("x");
		assertThat(replying("5").maybeNumber()).hasValue(5);
	}

	@Test
	void noneIsNoPrimitive() {
		replying("null");
		assertUnreadable("number", "int: expected int, got None", this.shop::number);
		assertUnreadable("flag", "boolean: expected bool, got None", this.shop::flag);
		assertUnreadable("numbers", "int[] at $[1]: expected int, got None", () -> replying("[1,null]").numbers());
	}

	@Test
	void aResultOfAnotherTypeIsRefused() {
		assertUnreadable("number", "int: expected int, got 2.5", () -> replying("2.5").number());
		assertUnreadable("number", "int: 3000000000 is out of range for int", () -> replying("3000000000").number());
		assertUnreadable("flag", "boolean: expected bool, got 1", () -> replying("1").flag());
		assertUnreadable("text", "java.lang.String: expected str, got 5", () -> replying("5").text());
		assertUnreadable("ordersByRegion",
				"java.util.Map<java.lang.String,java.util.List<%s>> at $.EU[0].due: expected LocalDate, got 'soon'"
					.formatted(Order.class.getName()),
				() -> replying("{\"EU\":[{\"sku\":\"cup\",\"due\":\"soon\"}]}").ordersByRegion());
		assertUnreadable("maybe", "java.util.Optional<java.lang.String>: expected str, got list",
				() -> replying("[]").maybe());
		assertUnreadable("numbers", "int[] at $[1]: expected int, got 'x'", () -> replying("[1,\"x\"]").numbers());
	}

	private void assertUnreadable(String function, String problem, ThrowingCallable call) {
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(call)
			.withMessage("orders.%s() at 127.0.0.1:%d: the result does not fit %s", function, this.peer.port(), problem)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.YES));
	}

	@Test
	void resultsThatComeLaterAreOfTheirType() {
		replying(ORDERS);
		assertThat(this.shop.laterOrders()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ORDER_LIST);
		assertThat(this.shop.stageOrders().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10))
			.isEqualTo(ORDER_LIST);
		assertThat(this.shop.monoOrders().block(Duration.ofSeconds(10))).isEqualTo(ORDER_LIST);
	}

	@Test
	void failuresThatComeLaterAreThoseOfTheCall() {
		replying("5");
		String message = "orders.laterOrders() at 127.0.0.1:%d: the result does not fit java.util.List<%s>: expected list, got 5"
			.formatted(this.peer.port(), Order.class.getName());
		assertThat(this.shop.laterOrders()).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(RpcEncodingException.class)
			.withMessage(message);
		assertThatExceptionOfType(RpcEncodingException.class)
			.isThrownBy(() -> this.shop.monoOrders().block(Duration.ofSeconds(10)))
			.withMessage(message.replace("later", "mono"));
	}

	@Test
	void aMonoCallsWheneverSomebodySubscribes() {
		Mono<Integer> sum = replying("3").monoNumber(1, 2);
		assertThat(this.peer.accepted()).isZero();
		assertThat(Mono.zip(sum, sum, Integer::sum).block(Duration.ofSeconds(10))).isEqualTo(6);
		assertThat(sum.repeat(2).collectList().block(Duration.ofSeconds(10))).containsExactly(3, 3, 3);
	}

	@Test
	void aMonoThatIsRepeatedSendsAllOfItsArguments() {
		assertThat(replying("3").monoObject(new Fragile(), 2).retry(1).block(Duration.ofSeconds(10))).isEqualTo(3);
		assertThat(this.calls).containsExactly("[\"monoObject\",[{\"value\":2},2],{}]");
	}

	/**
	 * Fails the first time.
	 */
	static final class Fragile {

		private int reads;

		@JsonProperty
		int value() {
			if (++this.reads == 1) {
				throw new IllegalStateException("not yet");
			}
			return this.reads;
		}

	}

	interface Shop {

		void nothing();

		int number();

		boolean flag();

		int[] numbers();

		byte[] bytes();

		String text();

		BigDecimal decimal();

		JsonNode tree();

		Object anything();

		List<Order> orders();

		Map<String, List<Order>> ordersByRegion();

		Page<Order> page();

		List<Set<String>> sets();

		Optional<String> maybe();

		OptionalInt maybeNumber();

		CompletableFuture<List<Order>> laterOrders();

		CompletionStage<List<Order>> stageOrders();

		CompletableFuture<Optional<String>> laterMaybe();

		CompletableFuture<Void> laterNothing();

		Mono<List<Order>> monoOrders();

		Mono<Optional<String>> monoMaybe();

		Mono<Void> monoNothing();

		Mono<Object> monoObject(Object fragile, int number);

		Mono<Integer> monoNumber(int... numbers);

	}

	interface Store<T, I> {

		T get(I id);

		List<T> all();

		CompletableFuture<List<T>> later();

	}

	interface OrderStore extends Store<Order, String> {

	}

	record Order(String sku, LocalDate due, List<String> tags) {

	}

	record Page<T>(List<T> content, int total) {

	}

}
