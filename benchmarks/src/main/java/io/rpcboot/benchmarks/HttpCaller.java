package io.rpcboot.benchmarks;

import java.net.http.HttpClient;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Calls the functions by Spring's HTTP service client.
 */
final class HttpCaller {

	private HttpCaller() {
	}

	public static void main(String[] arguments) throws Exception {
		// with two processors CompletableFuture, and with it HttpClient, would start a
		// thread for each task
		System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "2");
		Options options = Options.of(arguments);
		// the kind that it has by default: if it is not named, Spring starts a thread for
		// each request
		ExecutorService threads = Executors.newCachedThreadPool();
		RestClient client = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + options.number("port", 0))
			.requestFactory(new JdkClientHttpRequestFactory(
					HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build()))
			.build();
		HttpFunctions functions = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
			.build()
			.createClient(HttpFunctions.class);
		Load.run(options, call(functions, options));
		System.exit(0);
	}

	private static Callable<?> call(HttpFunctions functions, Options options) {
		int[] numbers = { 2, 3 };
		return switch (options.text("call", "add")) {
			case "add" -> () -> Expect.equal(functions.add(numbers), 5);
			case "order" -> () -> Expect.equal(functions.order(Order.EXAMPLE), Order.EXAMPLE);
			case "doubles" -> () -> Expect.equal(functions.doubles(Expect.DOUBLES)[999_999], 999_999.5);
			default -> throw new IllegalArgumentException(options.text("call", ""));
		};
	}

	/**
	 * The functions.
	 */
	@HttpExchange(contentType = "application/json", accept = "application/json")
	interface HttpFunctions {

		@PostExchange("/add")
		int add(@RequestBody int[] values);

		@PostExchange("/doubles")
		double[] doubles(@RequestBody double[] values);

		@PostExchange("/order")
		Order order(@RequestBody Order order);

	}

}
