package io.rpcboot.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the server logs, down to debug.
 */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger(RpcServer.class);

	private final Level level = this.logger.getLevel();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	CapturedLog() {
		this.logger.setLevel(Level.DEBUG);
		start();
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.add(event.getLevel() + " " + event.getFormattedMessage());
	}

	void clear() {
		this.lines.clear();
	}

	/**
	 * Waits until these lines, and no others, have been logged.
	 */
	void awaitLines(String... expected) {
		await().pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(this.lines).containsExactly(expected));
	}

	/**
	 * Waits until this line has been logged, beside others.
	 */
	void awaitLine(String expected) {
		await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> assertThat(this.lines).contains(expected));
	}

	List<String> lines(Level atLeast) {
		return this.lines.stream()
			.filter((line) -> Level.toLevel(line.substring(0, line.indexOf(' '))).isGreaterOrEqual(atLeast))
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.level);
	}

}
