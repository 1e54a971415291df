package io.rpcboot.server;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightTests {

	private final InFlight inFlight = new InFlight();

	@Test
	void theLastOneThatEndsAfterTheCloseIsTold() {
		assertThat(this.inFlight.begin()).isTrue();
		assertThat(this.inFlight.begin()).isTrue();
		assertThat(this.inFlight.end()).isFalse();
		assertThat(this.inFlight.isClosed()).isFalse();
		assertThat(this.inFlight.begin()).isTrue();
		assertThat(this.inFlight.close()).isEqualTo(2);
		assertThat(this.inFlight.isClosed()).isTrue();
		assertThat(this.inFlight.begin()).isFalse();
		assertThat(this.inFlight.end()).isFalse();
		assertThat(this.inFlight.end()).isTrue();
	}

	@Test
	void aCloseTellsHowManyThereAre() {
		assertThat(this.inFlight.close()).isZero();
		assertThat(this.inFlight.close()).isZero();
		assertThat(this.inFlight.begin()).isFalse();
	}

	@Test
	void itIsClosedOnlyIfNothingHasHappenedSinceAMoment() {
		long before = this.inFlight.moment();
		this.inFlight.begin();
		assertThat(this.inFlight.closeIfIdleSince(this.inFlight.moment())).isFalse();
		this.inFlight.end();
		assertThat(this.inFlight.closeIfIdleSince(before)).isFalse();
		assertThat(this.inFlight.isClosed()).isFalse();
		assertThat(this.inFlight.closeIfIdleSince(this.inFlight.moment())).isTrue();
		assertThat(this.inFlight.isClosed()).isTrue();
		assertThat(this.inFlight.closeIfIdleSince(this.inFlight.moment())).isFalse();
	}

	@Test
	void withoutACloseNoneIsTheLast() {
		this.inFlight.begin();
		assertThat(this.inFlight.end()).isFalse();
	}

}
