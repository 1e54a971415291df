package io.rpcboot.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the sample runs at other addresses: those of files.
 */
class OverUnixSocketsTests {

	@Test
	void theApplicationCallsPythonWhichCallsTheApplication(@TempDir Path directory) {
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--rpc.server.address=unix:" + directory.resolve("application.sock"),
				"--sample.python.address=unix:" + directory.resolve("worker.sock"))) {
			assertThat(context.getBean(Forecasts.class).revenue()).hasToString("89194.69");
		}
	}

}
