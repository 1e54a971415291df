package io.rpcboot.benchmarks;

import java.io.IOException;

import io.rpcboot.RpcFunction;
import io.rpcboot.function.RpcFunctionRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The functions as beans, called through the starter.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class RpcServerApplication {

	@Bean
	Functions functions() {
		return new Functions();
	}

	public static void main(String[] arguments) throws IOException {
		Options options = Options.of(arguments);
		SpringApplication application = new SpringApplication(RpcServerApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> Observed.initialize(context, options));
		ConfigurableApplicationContext context = application.run("--rpc.server.address=127.0.0.1:0",
				"--rpc.server.authkey=peekaboo", "--rpc.server.formats=array,json-rpc,pickle",
				"--rpc.server.max-connections=20000",
				"--spring.threads.virtual.enabled=" + options.text("virtual", "false"), "--logging.level.root=warn",
				"--spring.main.banner-mode=off");
		register(context.getBean(RpcFunctionRegistry.class), options.number("functions", 0));
		Server.ready(context.getEnvironment().getRequiredProperty("local.rpc.server.port", Integer.class));
	}

	private static void register(RpcFunctionRegistry registry, int count) {
		for (int i = 0; i < count; i++) {
			registry.register("another.function.number." + i, Add.class, Integer::sum);
		}
	}

	/**
	 * A function that is registered by program.
	 */
	interface Add {

		int add(int x, int y);

	}

	/**
	 * The functions.
	 */
	static class Functions {

		@RpcFunction
		int add(int x, int y) {
			return x + y;
		}

		@RpcFunction
		Order order(Order order) {
			return order;
		}

		@RpcFunction
		String echo(String text) {
			return text;
		}

		@RpcFunction
		double[] doubles(double[] values) {
			return values;
		}

		@RpcFunction
		int one(int a) {
			return a;
		}

		@RpcFunction
		int five(int a, int b, int c, int d, int e) {
			return a + b + c + d + e;
		}

		@RpcFunction
		int ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
			return a + b + c + d + e + f + g + h + i + j;
		}

		@RpcFunction
		int twenty(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n,
				int o, int p, int q, int r, int s, int t) {
			return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t;
		}

		@RpcFunction
		long allocated() {
			return Resources.allocatedBytes();
		}

		@RpcFunction
		void collect() {
			System.gc();
		}

	}

}
