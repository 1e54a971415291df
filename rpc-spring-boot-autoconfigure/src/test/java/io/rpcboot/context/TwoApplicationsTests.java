package io.rpcboot.context;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcClient;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.autoconfigure.RpcClientProperties;
import io.rpcboot.autoconfigure.RpcProperties;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.function.RpcFunctionRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Two applications that call each other. One serves what an interface of both declares,
 * the other has a client of it.
 */
class TwoApplicationsTests {

	@AutoClose
	private final ConfigurableApplicationContext shop = run(Shop.class);

	@AutoClose
	private final ConfigurableApplicationContext stock = run(Stock.class,
			"--rpc.client.orders.address=127.0.0.1:" + port(this.shop));

	private final OrdersClient orders = this.stock.getBean(StockService.class).orders;

	private static ConfigurableApplicationContext run(Class<?> application, String... arguments) {
		SpringApplication started = new SpringApplication(application);
		started.setWebApplicationType(WebApplicationType.NONE);
		started.setDefaultProperties(Map.of("rpc.server.address", "127.0.0.1:0", "rpc.server.authkey", "peekaboo",
				"rpc.client.default.authkey", "peekaboo", "spring.main.banner-mode", "off"));
		return started.run(arguments);
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.rpc.server.port", Integer.class);
	}

	@Test
	void aClientCallsWhatTheSharedInterfaceDeclares() {
		Order order = new Order("cup", 2, Map.of("colour", "red"));
		assertThat(this.orders.place("cup", 2, Map.of("colour", "red"))).isEqualTo(order);
		assertThat(this.orders.total("EUR", 1.5, 2)).isEqualTo("3.5 EUR");
		assertThat(this.orders.find("cup")).contains(order);
		assertThat(this.orders.find("pot")).isEmpty();
		assertThat(this.orders.all(Optional.empty())).isEqualTo(List.of(order, order));
		assertThat(this.orders.all(Optional.of(1))).isEqualTo(List.of(order));
		assertThat(this.orders.later("cup")).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(order);
		assertThat(this.orders).hasToString("OrdersClient, a client of 'orders' at [127.0.0.1:%d]", port(this.shop));
	}

	@Test
	void aFailureArrivesAsThatOfPython() {
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(() -> this.orders.place("cup", -1, Map.of()))
			.withMessage("orders.orders.place() at 127.0.0.1:%d: ValueError: the number has to be positive",
					port(this.shop));
	}

	@Test
	void aFailureIsNotReplacedByWhatPythonTwoKnows() {
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(this.orders::cancel)
			.withMessage("orders.orders.cancel() at 127.0.0.1:%d: PermissionError: not yours", port(this.shop));
	}

	@Test
	void aClientServesNothing() {
		assertThat(functions(this.shop)).containsExactlyInAnyOrder("orders.place", "orders.total", "orders.find",
				"orders.all", "orders.later", "orders.cancel");
		assertThat(functions(this.stock)).containsExactly("count", "recount");
	}

	private static List<String> functions(ConfigurableApplicationContext application) {
		return application.getBean(RpcFunctionRegistry.class)
			.functions()
			.stream()
			.map(RegisteredFunction::name)
			.toList();
	}

	@Test
	void whenCallsGoTheOtherWayThenTheyMayCauseCallsBack() {
		// it started first, when the port of the other was not known
		RpcClientProperties client = new RpcClientProperties();
		client.setAddress("127.0.0.1:" + port(this.stock));
		this.shop.getBean(RpcProperties.class).getClient().put("stock", client);
		ShopService service = this.shop.getBean(ShopService.class);
		assertThat(service.stock.count("cup")).isEqualTo(12);
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(() -> service.stock.count("pot"))
			.withMessage("stock.count() at 127.0.0.1:%d: LookupError: there is no pot", port(this.stock));
		assertThat(this.orders.place("cup", 1, Map.of()).number()).isOne();
	}

	@Test
	void whenAFunctionRunsAtTheStopThenItsClientsAreThereToItsEnd() throws Exception {
		StockService service = this.stock.getBean(StockService.class);
		int port = port(this.stock);
		try (SocketClient client = SocketClient.connect(port, "peekaboo")) {
			client.sendCall("[\"recount\", [\"cup\"], {}]");
			assertThat(service.counting.await(20, TimeUnit.SECONDS)).isTrue();
			Thread closing = new Thread(this.stock::close);
			closing.start();
			await().untilAsserted(() -> assertThatIOException()
				.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()));
			service.goOn.countDown();
			assertThat(client.receiveReply()).isEqualTo("12");
			closing.join(TimeUnit.SECONDS.toMillis(30));
			assertThat(closing.isAlive()).isFalse();
		}
		assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(() -> this.orders.find("cup"))
			.withMessage("orders.orders.find() at 127.0.0.1:%d: the client is closed", port(this.shop));
	}

	@RpcFunction("orders")
	interface Orders {

		Order place(String sku, @RpcParam(defaultValue = "1") int number, @RpcKwargs Map<String, Object> attributes);

		String total(@RpcKeyword String currency, double... prices);

		Optional<Order> find(String sku);

		List<Order> all(Optional<Integer> limit);

		CompletableFuture<Order> later(String sku);

		void cancel();

	}

	@RpcClient("orders")
	interface OrdersClient extends Orders {

	}

	@RpcClient("stock")
	interface StockClient {

		int count(String sku);

	}

	record Order(String sku, int number, Map<String, Object> attributes) {

	}

	static class ShopService implements Orders {

		private static final Order ORDER = new Order("cup", 2, Map.of("colour", "red"));

		private final StockClient stock;

		ShopService(@Lazy StockClient stock) {
			this.stock = stock;
		}

		@Override
		public Order place(String sku, int number, Map<String, Object> attributes) {
			if (number < 1) {
				throw new IllegalArgumentException("the number has to be positive");
			}
			return new Order(sku, number, attributes);
		}

		@Override
		public String total(String currency, double... prices) {
			return Arrays.stream(prices).sum() + " " + currency;
		}

		@Override
		public Optional<Order> find(String sku) {
			return Optional.of(ORDER).filter((order) -> order.sku().equals(sku));
		}

		@Override
		public List<Order> all(Optional<Integer> limit) {
			return List.of(ORDER, ORDER).subList(0, limit.orElse(2));
		}

		@Override
		public CompletableFuture<Order> later(String sku) {
			return CompletableFuture.supplyAsync(() -> ORDER);
		}

		@Override
		public void cancel() {
			throw new SecurityException("not yours");
		}

	}

	static class StockService {

		private final CountDownLatch counting = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final OrdersClient orders;

		StockService(OrdersClient orders) {
			this.orders = orders;
		}

		@RpcFunction
		int recount(String sku) throws InterruptedException {
			this.counting.countDown();
			return this.goOn.await(30, TimeUnit.SECONDS) ? count(sku) : 0;
		}

		@RpcFunction
		int count(String sku) {
			if (this.orders.find(sku).isEmpty()) {
				throw new NoSuchElementException("there is no " + sku);
			}
			return 12;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopService.class)
	static class Shop {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StockService.class)
	static class Stock {

	}

}
