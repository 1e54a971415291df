package io.rpcboot.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusals}.
 */
class RefusalsTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

	private final Refusals refusals = new Refusals(this.clock::get);

	@Test
	void eachFurtherRefusalTakesTwiceAsLongUpToALimit() {
		assertThat(LongStream.range(0, 8).map((i) -> next("10.0.0.7"))).containsExactly(100L, 200L, 400L, 800L, 1600L,
				3200L, 3200L, 3200L);
	}

	@Test
	void afterAMinuteWithoutOneItStartsAnew() {
		assertThat(next("10.0.0.7")).isEqualTo(100);
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
		assertThat(next("10.0.0.7")).isEqualTo(200);
		this.clock.addAndGet(TimeUnit.SECONDS.toNanos(60) + 1);
		assertThat(next("10.0.0.7")).isEqualTo(100);
	}

	@Test
	void anotherAddressDoesNotWaitForIt() {
		assertThat(next("10.0.0.7")).isEqualTo(100);
		assertThat(next("10.0.0.8")).isEqualTo(100);
		assertThat(next("10.0.0.7")).isEqualTo(200);
	}

	@Test
	void addressesOfOneIpv6NetworkCountTogether() {
		assertThat(next("2001:db8:0:1::7")).isEqualTo(100);
		assertThat(next("2001:db8:0:1:ffff:ffff:ffff:ffff")).isEqualTo(200);
		assertThat(next("2001:db8:0:2::7")).isEqualTo(100);
		assertThat(next("::")).isEqualTo(100);
		assertThat(next("0.0.0.0")).isEqualTo(100);
	}

	@Test
	void localProgramsCountTogether() {
		assertThat(this.refusals.next(null)).hasMillis(100);
		assertThat(this.refusals.next(null)).hasMillis(200);
	}

	@Test
	void noMoreThan4096AddressesAreRemembered() {
		next("10.1.0.0");
		next("10.1.0.1");
		assertThat(next("10.1.0.0")).isEqualTo(200);
		for (int i = 0; i < 4095; i++) {
			next("10.2.%d.%d".formatted(i / 256, i % 256));
		}
		assertThat(next("10.1.0.0")).isEqualTo(400);
		assertThat(next("10.1.0.1")).isEqualTo(100);
	}

	private long next(String address) {
		try {
			return this.refusals.next(InetAddress.getByName(address)).toMillis();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
