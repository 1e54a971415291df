package io.rpcboot.server;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the room for messages.
 */
class MessageBuffersTests {

	private final MessageBuffers buffers = new MessageBuffers(10_000);

	@Test
	void thereIsRoomUpToTheLimit() {
		assertThat(this.buffers.reserve(5000)).isTrue();
		assertThat(this.buffers.reserve(5001)).isFalse();
		assertThat(this.buffers.reserve(5000)).isTrue();
		assertThat(this.buffers.reserve(4097)).isFalse();
		this.buffers.release(5000);
		assertThat(this.buffers.reserve(4097)).isTrue();
	}

	@Test
	void smallMessagesDoNotCount() {
		assertThat(this.buffers.reserve(10_000)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(this.buffers.reserve(4096)).isTrue();
			this.buffers.release(4096);
		}
		assertThat(this.buffers.reserve(4097)).isFalse();
	}

	@Test
	void aMessageThatIsAloneAlwaysHasRoom() {
		assertThat(this.buffers.reserve(1_000_000)).isTrue();
		assertThat(this.buffers.reserve(5000)).isFalse();
		this.buffers.release(1_000_000);
		assertThat(this.buffers.reserve(5000)).isTrue();
	}

}
