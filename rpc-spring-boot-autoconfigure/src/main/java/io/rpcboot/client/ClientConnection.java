package io.rpcboot.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * A connection of a pool. One call at a time.
 */
final class ClientConnection {

	private static final String TIMEOUT_PROPERTY = "rpc.client.<name>.timeout";

	private final Connection connection;

	private final PooledAddress address;

	private final FrameOutput output = new FrameOutput();

	private final long retirement;

	private long lastUse = System.nanoTime();

	ClientConnection(Connection connection, PooledAddress address, Duration maxAge) {
		this.connection = connection;
		this.address = address;
		// connections of one moment must not all be replaced in one moment
		this.retirement = System.nanoTime()
				+ (long) (maxAge.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
	}

	PooledAddress address() {
		return this.address;
	}

	FrameOutput output() {
		return this.output;
	}

	/**
	 * Tells whether the connection can carry another call.
	 * @param idleTimeout how long it may have been idle
	 * @return not if it is too old, was idle for too long, or was closed by the peer
	 */
	boolean isUsable(Duration idleTimeout) {
		long now = System.nanoTime();
		return now - this.retirement < 0 && now - this.lastUse < idleTimeout.toNanos() && this.connection.isQuiet();
	}

	/**
	 * Sends a call and receives its reply.
	 * @param frame the call
	 * @param deadline when the call has to be over
	 * @param maxLength the largest reply
	 * @return the payload of the reply, valid until the next call
	 */
	Payload exchange(Payload frame, CallDeadline deadline, int maxLength) {
		Exchange exchange = new Exchange(frame, maxLength);
		this.connection.within("the call", deadline.remaining(), TIMEOUT_PROPERTY, exchange);
		this.lastUse = System.nanoTime();
		return exchange.reply();
	}

	void close() {
		this.connection.close();
	}

	private final class Exchange implements Runnable {

		private final Payload frame;

		private final int maxLength;

		private Payload reply = Payload.of(new byte[0]);

		private Exchange(Payload frame, int maxLength) {
			this.frame = frame;
			this.maxLength = maxLength;
		}

		@Override
		public void run() {
			Connection peer = ClientConnection.this.connection;
			peer.send(this.frame);
			long length = peer.receiveLength();
			if (length == Connection.END) {
				throw new RpcConnectionException("the peer closed the connection instead of answering",
						Executed.UNKNOWN, null);
			}
			if (length > this.maxLength) {
				throw new RpcProtocolException(
						"the reply has %d bytes, more than the %d that rpc.client.<name>.max-message-size allows"
							.formatted(length, this.maxLength),
						Executed.YES, null);
			}
			this.reply = peer.receivePayload((int) length);
		}

		Payload reply() {
			return this.reply;
		}

	}

}
