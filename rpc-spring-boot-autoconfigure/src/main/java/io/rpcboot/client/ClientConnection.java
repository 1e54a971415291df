package io.rpcboot.client;

import java.util.concurrent.ThreadLocalRandom;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * A connection of a pool. One call at a time.
 */
final class ClientConnection {

	private final Connection connection;

	private final PooledAddress address;

	private final ClientSettings settings;

	private final CallCodec codec;

	private final FrameOutput output = new FrameOutput();

	private final long retirement;

	private long lastUse = System.nanoTime();

	ClientConnection(Connection connection, PooledAddress address, ClientSettings settings, CallCodec codec) {
		this.connection = connection;
		this.address = address;
		this.settings = settings;
		this.codec = codec;
		// connections of one moment must not all be replaced in one moment
		this.retirement = System.nanoTime()
				+ (long) (settings.pool().maxAge().toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
	}

	PooledAddress address() {
		return this.address;
	}

	CallCodec codec() {
		return this.codec;
	}

	FrameOutput output() {
		return this.output;
	}

	/**
	 * Tells whether the connection can carry another call.
	 * @return not if it is too old, was idle for too long, or was closed by the peer
	 */
	boolean isUsable() {
		long now = System.nanoTime();
		return now - this.retirement < 0 && now - this.lastUse < this.settings.pool().idleTimeout().toNanos()
				&& this.connection.isQuiet();
	}

	/**
	 * Sends a call and receives its reply.
	 * @param frame the call
	 * @param deadline when the reply has to be there
	 * @return the payload of the reply, valid until the next call
	 */
	Payload exchange(Payload frame, CallDeadline deadline) {
		Exchange exchange = new Exchange(frame);
		this.connection.within("the call", deadline.remaining(), deadline.source(), exchange);
		this.lastUse = System.nanoTime();
		return exchange.reply();
	}

	void close() {
		this.connection.close();
	}

	private final class Exchange implements Runnable {

		private final Payload frame;

		private Payload reply = Payload.of(new byte[0]);

		private Exchange(Payload frame) {
			this.frame = frame;
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
			ClientSettings settings = ClientConnection.this.settings;
			int maxLength = settings.calls().maxMessageSize();
			if (length > maxLength) {
				throw new RpcProtocolException("the reply has %d bytes, more than the %d that %s allows"
					.formatted(length, maxLength, settings.property("max-message-size")), Executed.YES, null);
			}
			this.reply = peer.receivePayload((int) length);
		}

		Payload reply() {
			return this.reply;
		}

	}

}
