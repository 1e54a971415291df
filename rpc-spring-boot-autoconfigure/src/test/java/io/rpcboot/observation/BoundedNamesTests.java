package io.rpcboot.observation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedNames}.
 */
class BoundedNamesTests {

	private final BoundedNames names = new BoundedNames(2);

	@Test
	void whenThereAreTooManyThenTheFirstOnesRemain() {
		assertThat(this.names.of("KeyError")).isEqualTo("KeyError");
		assertThat(this.names.of("ValueError")).isEqualTo("ValueError");
		assertThat(this.names.of("TypeError")).isEqualTo("OTHER");
		assertThat(this.names.of("KeyError")).isEqualTo("KeyError");
	}

	@Test
	void whenOneIsTooLongThenItTakesNoPlace() {
		assertThat(this.names.of("x".repeat(101))).isEqualTo("OTHER");
		assertThat(this.names.of("x".repeat(100))).hasSize(100);
	}

}
