package io.rpcboot.client;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallDeadlineTests {

	private final CallDeadline deadline = CallDeadline.after(Duration.ofHours(1), "rpc.client.orders.timeout");

	@Test
	void theEarlierEndHolds() {
		assertThat(this.deadline.earlier(Duration.ofMinutes(1), "another")).hasToString("60000 ms (another)")
			.satisfies((part) -> assertThat(part.remaining()).isLessThanOrEqualTo(Duration.ofMinutes(1)));
		assertThat(this.deadline.earlier(Duration.ofHours(2), "another")).isSameAs(this.deadline)
			.hasToString("3600000 ms (rpc.client.orders.timeout)");
	}

	@Test
	void nothingRemainsOfADeadlineThatHasPassed() {
		CallDeadline passed = CallDeadline.after(Duration.ofNanos(-1), "rpc.client.orders.timeout");
		assertThat(passed.remaining()).isZero();
		assertThat(passed.remainingNanos()).isNegative();
	}

	@Test
	void halfOfTheTimeIsMostOfIt() {
		assertThat(this.deadline.isMostly(Duration.ofMinutes(30).toNanos())).isTrue();
		assertThat(this.deadline.isMostly(Duration.ofMinutes(29).toNanos())).isFalse();
	}

}
