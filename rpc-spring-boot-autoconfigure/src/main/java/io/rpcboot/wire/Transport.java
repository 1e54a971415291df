package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * What carries the bytes of a connection, in their order and without a loss. One thread
 * may read while another one writes, and neither waits for the other; any thread may
 * close.
 */
interface Transport extends Closeable {

	/**
	 * Names the peer.
	 * @return such as host and port
	 */
	String peer();

	/**
	 * Tells where the peer is.
	 * @return its host's address, {@code null} for a program of this machine that came by
	 * a Unix socket
	 */
	@Nullable InetAddress host();

	/**
	 * Does what both sides have to do before the first byte. Not on the thread that
	 * accepts.
	 * @throws IOException if the connection is lost, or the sides do not agree
	 */
	void establish() throws IOException;

	/**
	 * Tells whether {@link #establish()} has been done.
	 * @return whether bytes can be read and written
	 */
	boolean isEstablished();

	/**
	 * Reads what is there, at least one byte.
	 * @param target where to, in a heap buffer; not all of it need be filled
	 * @param insidePayload whether the bytes continue a payload that has begun, whose
	 * rest is on its way in any case
	 * @return how many bytes, or -1 at the end of the stream
	 * @throws IOException if the connection is lost
	 */
	int read(ByteBuffer target, boolean insidePayload) throws IOException;

	/**
	 * Writes all bytes.
	 * @param source a heap buffer
	 * @throws IOException if the connection is lost
	 */
	void write(ByteBuffer source) throws IOException;

	/**
	 * Tells, without waiting to speak of, whether there is nothing to be read, not even
	 * the end. Not while another thread reads or writes.
	 * @return whether the peer is silent
	 * @throws IOException if the connection is lost
	 */
	boolean isQuiet() throws IOException;

	/**
	 * Has many threads share it. Nobody else uses it from then on, but to close it.
	 * @return what they use
	 * @throws IOException if the connection is lost
	 */
	default NonBlockingTransport nonBlocking() throws IOException {
		return new ThreadedTransport(this);
	}

	/**
	 * Says what an exception of this transport means.
	 * @param cause what a method of this transport threw
	 * @return what to throw instead
	 */
	default RpcException failure(IOException cause) {
		return new RpcConnectionException("The connection was lost: " + cause, Executed.UNKNOWN, cause);
	}

	/**
	 * Closes at once, whatever other threads do. Those that read or write get an
	 * {@link IOException}.
	 * @throws IOException if there was nothing left to be closed
	 */
	void abort() throws IOException;

	/**
	 * Takes leave of the peer and closes.
	 */
	@Override
	void close() throws IOException;

}
