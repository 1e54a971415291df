package io.rpcboot.benchmarks.empty;

import java.lang.management.ManagementFactory;
import java.util.Locale;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with nothing in it. It tells how long it took to start and how much of
 * the heap is in use then, in a package of its own that holds nothing to be found.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EmptyApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(EmptyApplication.class, arguments);
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.gc();
		double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0 / 1024.0;
		System.out.printf(Locale.ROOT, "RESULT millis=%d heap=%.2f%n", millis, heap);
		Runtime.getRuntime().halt(0);
	}

}
