package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a socket. One thread at a time receives, and one at a time sends, which may
 * be two; any thread may close.
 * <p>
 * A frame is received in two steps, so that its length can be judged before anything is
 * allocated: {@link #receiveLength()}, then {@link #receivePayload(int)} or
 * {@link #skipPayload(long)}.
 */
public final class Connection implements Closeable {

	/** What {@link #receiveLength()} returns where the stream ends between two frames. */
	public static final long END = -1;

	// large enough for most calls, small enough for thousands of idle connections
	private static final int BUFFER_SIZE = 4096;

	private static final int PIECE = 1024;

	private final Transport transport;

	private final FrameDeadlines deadlines;

	final TrafficMonitor traffic;

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	private boolean receivedAnything;

	Connection(Transport transport, FrameLimits limits, DeadlineWatch watch, TrafficMonitor traffic) {
		this.transport = transport;
		this.deadlines = new FrameDeadlines(limits, watch, transport::abort);
		this.traffic = traffic;
	}

	/**
	 * Names the peer.
	 * @return host and port, or what is known of a program of this machine
	 */
	public String peer() {
		return this.transport.peer();
	}

	/**
	 * Tells where the peer is.
	 * @return its host's address, {@code null} for a program that came by a Unix socket
	 */
	public @Nullable InetAddress host() {
		return this.transport.host();
	}

	/**
	 * Does what a transport has to do before the first frame, such as the handshake of
	 * TLS.
	 * @throws HandshakeException if one side refused the other
	 * @throws RpcConnectionException if the connection was lost
	 * @throws RpcTimeoutException if it took too long
	 */
	public void establish() {
		try {
			this.transport.establish();
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	/**
	 * Tells whether {@link #establish()} has ended well.
	 * @return whether frames can be received and sent
	 */
	public boolean isEstablished() {
		return this.transport.isEstablished();
	}

	/**
	 * Tells whether the peer ever sent a byte.
	 * @return {@code false} for a peer that only connected
	 */
	public boolean receivedAnything() {
		return this.receivedAnything;
	}

	/**
	 * Tells whether bytes of a further frame have been received.
	 * @return whether there are some; {@code false} says nothing of those on their way
	 */
	public boolean hasReceivedMore() {
		return this.buffer.hasRemaining();
	}

	/**
	 * Tells whether the peer has neither closed the connection nor sent anything since
	 * the last frame was received. Does not wait.
	 * @return whether the connection is as a client may expect it before a call
	 */
	public boolean isQuiet() {
		try {
			return !this.buffer.hasRemaining() && this.transport.isQuiet();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Does something with this connection under a limit for the whole of it. The
	 * connection is closed where the limit passes.
	 * @param what what is done, for the message
	 * @param duration how long it may take
	 * @param property the property that sets the duration, for the message
	 * @param action what to do
	 * @throws RpcTimeoutException if it took longer
	 */
	public void within(String what, Duration duration, String property, Runnable action) {
		this.deadlines.within(new Deadline.Limit(what, duration, property), action);
	}

	/**
	 * Waits for the next frame, without a limit; once it has begun its length has to come
	 * in time.
	 * @return the length of its payload, or {@link #END}
	 * @throws RpcProtocolException if the length is negative
	 * @throws RpcConnectionException if the connection was lost
	 * @throws RpcTimeoutException if it took too long
	 */
	public long receiveLength() {
		if (!this.buffer.hasRemaining() && !fill(false)) {
			return END;
		}
		if (this.buffer.remaining() >= Integer.BYTES) {
			int length = this.buffer.getInt();
			if (length >= 0) {
				return length;
			}
			this.buffer.position(this.buffer.position() - Integer.BYTES);
		}
		this.deadlines.startReceiving();
		require(Integer.BYTES);
		long length = this.buffer.getInt();
		if (length == -1) {
			require(Long.BYTES);
			length = this.buffer.getLong();
		}
		if (length < 0) {
			throw new RpcProtocolException("The peer announced a frame of a negative length (" + length + ")",
					Executed.UNKNOWN, null);
		}
		return length;
	}

	/**
	 * Receives the payload of the frame whose length was received last.
	 * @param length its length
	 * @return the payload, in an array of its own
	 * @throws RpcConnectionException if the connection was lost
	 * @throws RpcTimeoutException if it took too long
	 */
	public Payload receivePayload(int length) {
		if (this.buffer.remaining() < length) {
			this.deadlines.startReceiving();
		}
		byte[] bytes = new byte[length];
		if (length <= BUFFER_SIZE) {
			require(length);
			this.buffer.get(bytes);
		}
		else {
			receiveLarge(ByteBuffer.wrap(bytes));
		}
		this.deadlines.endReceiving();
		return Payload.of(bytes);
	}

	private void receiveLarge(ByteBuffer target) {
		target.put(this.buffer);
		while (target.hasRemaining()) {
			if (read(target, target.position() > 0) < 0) {
				throw truncated();
			}
		}
	}

	/**
	 * Reads and drops the payload of the frame whose length was received last.
	 * @param length its length
	 * @return pieces of its beginning and its end
	 */
	public Payload skipPayload(long length) {
		this.deadlines.startReceiving();
		byte[] pieces = new byte[(int) Math.min(length, 2L * PIECE)];
		int half = pieces.length / 2;
		require(half);
		this.buffer.get(pieces, 0, half);
		for (long left = length - pieces.length; left > 0;) {
			require(1);
			int count = (int) Math.min(left, this.buffer.remaining());
			this.buffer.position(this.buffer.position() + count);
			left -= count;
		}
		require(pieces.length - half);
		this.buffer.get(pieces, half, pieces.length - half);
		this.deadlines.endReceiving();
		return Payload.of(pieces);
	}

	/**
	 * Sends bytes that are one or more whole frames.
	 * @param frame header and payload
	 * @throws RpcConnectionException if the connection was lost
	 * @throws RpcTimeoutException if the peer did not read in time
	 */
	public void send(Payload frame) {
		this.deadlines.startSending();
		try {
			this.transport.write(ByteBuffer.wrap(frame.bytes(), frame.offset(), frame.length()));
			this.traffic.sent(frame.length());
		}
		catch (IOException ex) {
			throw lost(ex);
		}
		this.deadlines.endSending();
	}

	Transport transport() {
		return this.transport;
	}

	private void require(int count) {
		while (this.buffer.remaining() < count) {
			boolean insidePayload = this.buffer.hasRemaining() && count > Long.BYTES;
			if (!fill(insidePayload)) {
				throw truncated();
			}
		}
	}

	// Reads more behind what is in the buffer, which is moved to its beginning first.
	private boolean fill(boolean insidePayload) {
		this.buffer.compact();
		try {
			return read(this.buffer, insidePayload) >= 0;
		}
		finally {
			this.buffer.flip();
		}
	}

	private int read(ByteBuffer target, boolean insidePayload) {
		try {
			int count = this.transport.read(target, insidePayload);
			this.receivedAnything |= count > 0;
			this.traffic.received(Math.max(0, count));
			return count;
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	private static RuntimeException truncated() {
		return new RpcConnectionException("The peer closed the connection in the middle of a frame", Executed.UNKNOWN,
				null);
	}

	private RuntimeException lost(IOException cause) {
		RpcTimeoutException late = this.deadlines.passed(cause);
		return (late != null) ? late : this.transport.failure(cause);
	}

	/**
	 * Closes the connection. A thread that receives or sends gets an
	 * {@link RpcConnectionException}.
	 */
	@Override
	public void close() {
		this.deadlines.startClosing();
		try {
			this.transport.close();
		}
		catch (IOException ex) {
			// nothing is left to be done with it
		}
		this.deadlines.close();
	}

}
