package io.rpcboot.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the sample on a machine without Python.
 */
@ExtendWith(OutputCaptureExtension.class)
class NoPythonTests {

	@Test
	void theApplicationStartsAndTellsWhatToDo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--rpc.server.address=127.0.0.1:0", "--sample.python.command=no-such-python")) {
			assertThat(context.getBean(PricingService.class).price("cup", 2, Currency.EUR)).isNotNull();
		}
		assertThat(output).contains("The Python worker was not started (Cannot run program \"no-such-python\" ",
				"): set sample.python.command to a Python of version 3.8 or later, and sample.python.folder to the folder "
						+ "of worker.py");
	}

}
