package io.rpcboot.benchmarks;

import java.io.IOException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The functions as methods of a controller of Spring MVC, on Tomcat.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class HttpServerApplication {

	public static void main(String[] arguments) throws IOException {
		// connections stay open: by default Tomcat closes one after a hundred requests
		var context = SpringApplication.run(HttpServerApplication.class, "--server.port=0",
				"--server.address=127.0.0.1", "--server.tomcat.max-keep-alive-requests=-1", "--logging.level.root=warn",
				"--spring.main.banner-mode=off");
		Server.ready(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	/**
	 * The functions.
	 */
	@RestController
	static class FunctionController {

		@PostMapping("/add")
		int add(@RequestBody int[] values) {
			return values[0] + values[1];
		}

		@PostMapping("/order")
		Order order(@RequestBody Order order) {
			return order;
		}

		@PostMapping("/doubles")
		double[] doubles(@RequestBody double[] values) {
			return values;
		}

	}

}
