package io.rpcboot.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcException;
import io.rpcboot.context.RpcServerStartedEvent;
import jakarta.annotation.PreDestroy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Starts the Python side with the application, and ends it with it. Real applications are
 * more likely to find their workers running.
 */
@Component
class PythonWorker {

	private static final Log logger = LogFactory.getLog(PythonWorker.class);

	private final Forecasts forecasts;

	private final String command;

	private final Path folder;

	private final String address;

	private final String authkey;

	private @Nullable Process process;

	PythonWorker(Forecasts forecasts, @Value("${sample.python.command}") String command,
			@Value("${sample.python.folder}") Path folder, @Value("${sample.python.address}") String address,
			@Value("${rpc.server.authkey}") String authkey) {
		this.forecasts = forecasts;
		this.command = command;
		this.folder = folder;
		this.address = address;
		this.authkey = authkey;
	}

	@EventListener
	void start(RpcServerStartedEvent server) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(this.command, "worker.py", "--address", this.address, "--server",
				server.address().text())
			.directory(this.folder.toFile())
			.inheritIO();
		builder.environment().put("RPC_AUTHKEY", this.authkey);
		builder.environment().put("PYTHONPATH", extractRpcboot().toString());
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			logger.warn(
					("The Python worker was not started (%s): set sample.python.command to a Python of version 3.8 or "
							+ "later, and sample.python.folder to the folder of worker.py")
						.formatted(ex.getMessage()));
		}
	}

	// where a user would have copied the file beside his program
	private static Path extractRpcboot() throws IOException {
		Path folder = Files.createTempDirectory("rpcboot");
		Path file = folder.resolve("rpcboot.py");
		try (InputStream input = new ClassPathResource("io/rpcboot/rpcboot.py").getInputStream()) {
			Files.copy(input, file, StandardCopyOption.REPLACE_EXISTING);
		}
		List.of(file, folder).stream().map(Path::toFile).forEach(File::deleteOnExit);
		return folder;
	}

	@EventListener(ApplicationReadyEvent.class)
	void callBothWays() {
		if (this.process == null) {
			return;
		}
		try {
			logger.info("Python expects orders for %s glass pots in the next 3 months"
				.formatted(this.forecasts.forecast("pot-glass", 3, 6)));
			logger.info("Python had all orders quoted here: they are worth %s EUR".formatted(this.forecasts.revenue()));
		}
		catch (RpcException ex) {
			logger.warn("Python could not be called: " + ex.getMessage());
		}
	}

	@PreDestroy
	void stop() throws InterruptedException {
		Process running = this.process;
		if (running != null) {
			running.destroy();
			if (!running.waitFor(5, TimeUnit.SECONDS)) {
				running.destroyForcibly();
			}
		}
	}

}
