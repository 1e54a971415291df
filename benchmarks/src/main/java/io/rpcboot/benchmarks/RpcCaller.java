package io.rpcboot.benchmarks;

import java.util.concurrent.Callable;

import io.rpcboot.context.ImportRpcClients;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Calls the functions through the starter.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ImportRpcClients(types = Functions.class)
class RpcCaller {

	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		Load.run(options, call(functions(options), options));
		System.exit(0);
	}

	/**
	 * Connects the functions.
	 * @param options {@code port}, {@code format}, {@code connections} and
	 * {@code observed}
	 * @return the functions
	 */
	static Functions functions(Options options) {
		SpringApplication application = new SpringApplication(RpcCaller.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> Observed.initialize(context, options));
		return application
			.run("--rpc.client.benchmark.address=127.0.0.1:" + options.number("port", 0),
					"--rpc.client.benchmark.authkey=peekaboo",
					"--rpc.client.benchmark.format=" + options.text("format", "array"),
					"--rpc.client.benchmark.pool.max-per-address=" + options.number("connections", 16),
					"--logging.level.root=warn", "--spring.main.banner-mode=off")
			.getBean(Functions.class);
	}

	private static Callable<?> call(Functions functions, Options options) {
		return switch (options.text("call", "add")) {
			case "add" -> () -> Expect.equal(functions.add(2, 3), 5);
			case "order" -> () -> Expect.equal(functions.order(Order.EXAMPLE), Order.EXAMPLE);
			case "one" -> () -> Expect.equal(functions.one(1), 1);
			case "five" -> () -> Expect.equal(functions.five(1, 2, 3, 4, 5), 15);
			case "ten" -> () -> Expect.equal(functions.ten(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 55);
			case "twenty" -> () -> Expect
				.equal(functions.twenty(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), 210);
			case "echo" -> echo(functions, "x".repeat(options.number("bytes", 1024)));
			case "doubles" -> () -> Expect.equal(functions.doubles(Expect.DOUBLES)[999_999], 999_999.5);
			default -> throw new IllegalArgumentException(options.text("call", ""));
		};
	}

	private static Callable<?> echo(Functions functions, String text) {
		return () -> Expect.equal(functions.echo(text), text);
	}

}
