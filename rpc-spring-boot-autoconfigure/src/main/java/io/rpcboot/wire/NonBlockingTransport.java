package io.rpcboot.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A transport for many threads. One thread at a time reads or waits, and one at a time
 * writes, which may be two. Nobody blocks in a channel, which an interrupt would close.
 */
interface NonBlockingTransport {

	/**
	 * Reads what is there.
	 * @param target where to, in a heap buffer
	 * @param insidePayload whether the bytes continue a payload that has begun
	 * @return how many bytes, 0 if there is nothing, or -1 at the end of the stream
	 * @throws IOException if the connection is lost
	 */
	int read(ByteBuffer target, boolean insidePayload) throws IOException;

	/**
	 * Writes as much as there is room for. Whoever waits is told when there is more.
	 * @param source the bytes, of which some may remain
	 * @throws IOException if the connection is lost
	 */
	void write(ByteBuffer source) throws IOException;

	/**
	 * Waits until there is something to be read, or room for what remained of a write. An
	 * interrupt ends it, too.
	 * @param nanos how long to wait
	 * @throws IOException if it is closed
	 */
	void await(long nanos) throws IOException;

	/**
	 * Lets go what it needed beside the connection, which is closed, and whoever waits.
	 */
	void close();

}
