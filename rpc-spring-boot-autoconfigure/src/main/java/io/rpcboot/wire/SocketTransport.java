package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import jdk.net.ExtendedSocketOptions;

/**
 * A blocking socket channel with the settings that the protocol needs. Used by one thread
 * at a time, but for {@link #close()}.
 * <p>
 * CPython writes a frame above 16 KiB in two pieces without {@code TCP_NODELAY}, and the
 * end of its handshake and its first request likewise: its kernel holds the second piece
 * back until the first is acknowledged, which ours delays by 40 milliseconds because it
 * expects to acknowledge with an answer. Where bytes were read and nothing was written
 * since, the acknowledgement is therefore sent at once ({@code TCP_QUICKACK}).
 */
final class SocketTransport implements Closeable {

	// a heap buffer goes through a direct one of its size that stays with the thread
	private static final int SLICE = 128 * 1024;

	private final SocketChannel channel;

	private final boolean quickAck;

	private boolean unanswered;

	SocketTransport(SocketChannel channel) throws IOException {
		this.channel = channel;
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
		this.quickAck = channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
	}

	/**
	 * Reads what is there, at least one byte.
	 * @param target where to; a slice of it is filled
	 * @param insidePayload whether the bytes continue a payload that has begun, whose
	 * rest is on its way in any case
	 * @return how many bytes, or -1 at the end of the stream
	 */
	int read(ByteBuffer target, boolean insidePayload) throws IOException {
		if (this.unanswered && this.quickAck && !insidePayload) {
			this.channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
		}
		int limit = target.limit();
		target.limit(Math.min(limit, target.position() + SLICE));
		int count = this.channel.read(target);
		target.limit(limit);
		this.unanswered = true;
		return count;
	}

	/**
	 * Tells, without waiting, whether there is nothing to be read, not even the end.
	 * @return whether the peer is silent
	 * @throws IOException if the connection is lost
	 */
	boolean isQuiet() throws IOException {
		this.channel.configureBlocking(false);
		try {
			return this.channel.read(ByteBuffer.allocate(1)) == 0;
		}
		finally {
			this.channel.configureBlocking(true);
		}
	}

	void write(ByteBuffer source) throws IOException {
		this.unanswered = false;
		int end = source.limit();
		while (source.position() < end) {
			source.limit(Math.min(end, source.position() + SLICE));
			this.channel.write(source);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
