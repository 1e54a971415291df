package io.rpcboot.message;

import java.util.concurrent.atomic.AtomicReferenceArray;

import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Keeps the buffers by which Jackson reads and writes. Jackson's own pool is one queue
 * for all threads, for which they contend; its other one keeps buffers for each thread
 * there ever was, and here there can be one for each connection. This one has a few
 * places, and a thread always looks in the same: who finds it empty takes new buffers.
 */
final class JsonBuffers implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	// so many times that of the processors that threads which run seldom meet
	private static final int PLACES = Integer.highestOneBit(8 * Runtime.getRuntime().availableProcessors());

	// places are a cache line apart
	private static final int DISTANCE = 16;

	private final transient AtomicReferenceArray<BufferRecycler> places = new AtomicReferenceArray<>(PLACES * DISTANCE);

	@Override
	public BufferRecycler acquirePooled() {
		BufferRecycler kept = this.places.getAndSet(place(), null);
		return (kept != null) ? kept : new BufferRecycler();
	}

	@Override
	public void releasePooled(BufferRecycler buffers) {
		this.places.setRelease(place(), buffers);
	}

	private static int place() {
		return (int) (Thread.currentThread().getId() & (PLACES - 1)) * DISTANCE;
	}

	private Object readResolve() {
		return new JsonBuffers();
	}

}
