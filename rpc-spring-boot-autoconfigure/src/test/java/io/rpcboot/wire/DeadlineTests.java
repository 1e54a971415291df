package io.rpcboot.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.RpcTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeadlineTests {

	private static final Deadline.Limit LIMIT = new Deadline.Limit("the test", Duration.ofHours(1), "test.timeout");

	private static final long LATER = Deadline.now() + Duration.ofHours(2).toNanos();

	private final AtomicInteger closed = new AtomicInteger();

	private final Deadline deadline = new Deadline(this.closed::incrementAndGet);

	@Test
	void whatIsInTimeIsNotClosed() {
		assertThat(this.deadline.start(LIMIT)).isTrue();
		this.deadline.expireIfPassed(Deadline.now());
		this.deadline.end();
		assertThat(this.closed).hasValue(0);
		assertThat(this.deadline.expired()).isFalse();
	}

	@Test
	void nothingExpiresWhileThereIsNoLimit() {
		this.deadline.expireIfPassed(LATER);
		this.deadline.start(LIMIT);
		this.deadline.end();
		this.deadline.expireIfPassed(LATER);
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void whatIsLateIsClosedOnceAndFailsAtItsEnd() {
		this.deadline.start(LIMIT);
		this.deadline.expireIfPassed(LATER);
		this.deadline.expireIfPassed(LATER);
		assertThat(this.closed).hasValue(1);
		assertThat(this.deadline.expired()).isTrue();
		assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(this.deadline::end)
			.withMessage("the test took longer than 3600 s (test.timeout)");
	}

	@Test
	void theOuterLimitHoldsForTheWhole() {
		this.deadline.start(LIMIT);
		assertThat(this.deadline.start(new Deadline.Limit("a part", Duration.ofMillis(1500), "test.part"))).isFalse();
		this.deadline.expireIfPassed(LATER);
		assertThat(this.deadline.timeout(null)).hasMessage("the test took longer than 3600 s (test.timeout)");
	}

	@Test
	void anExpiredLimitIsNotStartedAnew() {
		this.deadline.start(LIMIT);
		this.deadline.expireIfPassed(LATER);
		assertThat(this.deadline.start(LIMIT)).isFalse();
		assertThat(this.deadline.expired()).isTrue();
	}

	@Test
	void aConnectionThatCannotBeClosedIsLateAllTheSame() {
		Deadline failing = new Deadline(() -> {
			throw new IOException("in use");
		});
		failing.start(LIMIT);
		failing.expireIfPassed(LATER);
		assertThat(failing.expired()).isTrue();
	}

	@Test
	void aLimitIsToldInSecondsOrMilliseconds() {
		assertThat(new Deadline.Limit("the test", Duration.ofMillis(1500), "p").message())
			.isEqualTo("the test took longer than 1500 ms (p)");
		assertThat(new Deadline.Limit("the test", Duration.ofMinutes(2), "p").message())
			.isEqualTo("the test took longer than 120 s (p)");
	}

}
