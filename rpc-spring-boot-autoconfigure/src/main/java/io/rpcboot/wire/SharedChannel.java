package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a connection that many threads use. One thread at a time receives or waits,
 * and one at a time sends, which may be two; any thread may close, and an interrupt
 * closes nothing.
 */
public final class SharedChannel implements Closeable {

	private final Connection connection;

	private final NonBlockingTransport transport;

	private final FrameAssembler frames;

	private SharedChannel(Connection connection, NonBlockingTransport transport, int maxLength) {
		this.connection = connection;
		this.transport = transport;
		this.frames = new FrameAssembler(maxLength);
	}

	/**
	 * Makes a connection one that many threads can use, and only in this way from then
	 * on.
	 * @param connection the connection
	 * @param maxLength the longest payload that is received whole
	 * @return the same connection
	 * @throws RpcConnectionException if it is lost
	 */
	public static SharedChannel of(Connection connection, int maxLength) {
		try {
			return new SharedChannel(connection, connection.transport().nonBlocking(), maxLength);
		}
		catch (IOException ex) {
			throw connection.transport().failure(ex);
		}
	}

	/**
	 * Names the peer.
	 * @return host and port
	 */
	public String peer() {
		return this.connection.peer();
	}

	/**
	 * Waits until the peer has sent something, or there is room for what could not be
	 * sent. An interrupt ends it, too.
	 * @param nanos how long to wait
	 * @throws RpcConnectionException if the connection is lost
	 */
	public void await(long nanos) {
		try {
			this.transport.await(nanos);
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	/**
	 * Reads what the peer has sent, perhaps not all of it. Does not wait.
	 * @throws RpcConnectionException if the peer has closed the connection, or it is lost
	 */
	public void read() {
		int count;
		try {
			count = this.frames.fill(this.transport::read);
		}
		catch (IOException ex) {
			throw lost(ex);
		}
		if (count < 0) {
			throw new RpcConnectionException(
					this.frames.isInsideFrame() ? "The peer closed the connection in the middle of a frame"
							: "the peer closed the connection instead of answering",
					Executed.UNKNOWN, null);
		}
		this.connection.traffic.received(count);
	}

	/**
	 * Takes the next frame of what was read.
	 * @return the frame, or {@code null} if it is not whole yet
	 * @throws io.rpcboot.RpcProtocolException if its length is negative
	 */
	public @Nullable ReceivedFrame next() {
		return this.frames.next();
	}

	/**
	 * Sends as much of some frames as there is room for. Does not wait.
	 * @param bytes the frames, of which some bytes may remain
	 * @throws RpcConnectionException if the connection is lost
	 */
	public void send(ByteBuffer bytes) {
		int length = bytes.remaining();
		try {
			this.transport.write(bytes);
			this.connection.traffic.sent(length - bytes.remaining());
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	private RpcException lost(IOException cause) {
		return this.connection.transport().failure(cause);
	}

	/**
	 * Closes the connection. A thread that waits gets an {@link RpcConnectionException}.
	 */
	@Override
	public void close() {
		this.connection.close();
		this.transport.close();
	}

}
