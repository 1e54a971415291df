package io.rpcboot.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the sample as it was processed ahead of time. It is run after that, and not with
 * the other tests.
 */
class SampleAheadOfTime {

	@Test
	void theApplicationCallsPythonWhichCallsTheApplication(@TempDir Path directory) {
		assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setMainApplicationClass(SampleApplication.class);
		try (ConfigurableApplicationContext context = application.run("--server.port=0",
				"--rpc.server.address=unix:" + directory.resolve("application.sock"),
				"--sample.python.address=unix:" + directory.resolve("worker.sock"))) {
			assertThat(context.getBean(Forecasts.class).revenue()).hasToString("89194.69");
		}
	}

}
