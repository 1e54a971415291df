package io.rpcboot.message;

import java.util.concurrent.atomic.AtomicReferenceArray;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Keeps the buffers by which Jackson reads and writes. Jackson's own pool is one queue
 * for all threads, for which they contend; its other one keeps buffers for each thread
 * there ever was, and here there can be one for each connection. This one has a few
 * stripes, and a thread always looks in the same: who finds it empty takes new buffers.
 */
final class StripedRecyclerPool implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	// many more than processors, so that threads that run at a time seldom share one
	private static final int STRIPES = Integer.highestOneBit(8 * Runtime.getRuntime().availableProcessors());

	// a cache line apart, of references of 4 bytes
	private static final int DISTANCE = 16;

	private final transient AtomicReferenceArray<BufferRecycler> stripes = new AtomicReferenceArray<>(
			STRIPES * DISTANCE);

	@Override
	public BufferRecycler acquirePooled() {
		BufferRecycler kept = this.stripes.getAndSet(stripe(), null);
		return (kept != null) ? kept : new BufferRecycler();
	}

	@Override
	public void releasePooled(BufferRecycler buffers) {
		this.stripes.setRelease(stripe(), buffers);
	}

	private static int stripe() {
		return (int) (Thread.currentThread().getId() & (STRIPES - 1)) * DISTANCE;
	}

	private Object readResolve() {
		return new StripedRecyclerPool();
	}

}
