package io.rpcboot.message;

import org.junit.jupiter.api.Test;
import tools.jackson.core.util.BufferRecycler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StripedRecyclerPool}.
 */
class StripedRecyclerPoolTests {

	private final StripedRecyclerPool pool = new StripedRecyclerPool();

	@Test
	void aThreadGetsBackWhatItReleased() {
		BufferRecycler buffers = this.pool.acquireAndLinkPooled();
		buffers.releaseToPool();
		assertThat(this.pool.acquireAndLinkPooled()).isSameAs(buffers);
	}

	@Test
	void whatIsInUseIsNobodyElses() {
		BufferRecycler first = this.pool.acquireAndLinkPooled();
		BufferRecycler second = this.pool.acquireAndLinkPooled();
		assertThat(second).isNotSameAs(first);
		first.releaseToPool();
		second.releaseToPool();
		assertThat(this.pool.acquireAndLinkPooled()).isSameAs(second);
		assertThat(this.pool.acquireAndLinkPooled()).isNotSameAs(first).isNotSameAs(second);
	}

}
