package io.rpcboot.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * A socket channel in blocking mode, of TCP or a Unix domain socket, with the settings
 * that the protocol needs.
 */
final class SocketTransport implements Transport {

	// a heap buffer goes through a direct one of its size that stays with the thread
	private static final int SLICE = 128 * 1024;

	private final SocketChannel channel;

	private final QuickAcknowledgement acknowledgement;

	private final SocketAddress peer;

	SocketTransport(SocketChannel channel) throws IOException {
		this.channel = channel;
		this.peer = channel.getRemoteAddress();
		this.acknowledgement = new QuickAcknowledgement(channel);
		setIfSupported(StandardSocketOptions.TCP_NODELAY);
		setIfSupported(StandardSocketOptions.SO_KEEPALIVE);
	}

	private void setIfSupported(SocketOption<Boolean> option) throws IOException {
		if (this.channel.supportedOptions().contains(option)) {
			this.channel.setOption(option, true);
		}
	}

	SocketChannel channel() {
		return this.channel;
	}

	QuickAcknowledgement acknowledgement() {
		return this.acknowledgement;
	}

	@Override
	public String peer() {
		return Address.text(this.peer);
	}

	@Override
	public @Nullable InetAddress host() {
		return (this.peer instanceof InetSocketAddress inet) ? inet.getAddress() : null;
	}

	@Override
	public void establish() {
		// it is connected, there is nothing more to it
	}

	@Override
	public boolean isEstablished() {
		return true;
	}

	@Override
	public int read(ByteBuffer target, boolean insidePayload) throws IOException {
		this.acknowledgement.beforeRead(insidePayload);
		int limit = target.limit();
		target.limit(Math.min(limit, target.position() + SLICE));
		int count = this.channel.read(target);
		this.acknowledgement.afterRead(count);
		target.limit(limit);
		return count;
	}

	@Override
	public boolean isQuiet() throws IOException {
		this.channel.configureBlocking(false);
		try {
			return this.channel.read(ByteBuffer.allocate(1)) == 0;
		}
		finally {
			this.channel.configureBlocking(true);
		}
	}

	@Override
	public void write(ByteBuffer source) throws IOException {
		this.acknowledgement.written();
		int end = source.limit();
		int count = 1;
		while (source.position() < end && count > 0) {
			source.limit(Math.min(end, source.position() + SLICE));
			count = this.channel.write(source);
			source.limit(end);
		}
	}

	@Override
	public NonBlockingTransport nonBlocking() throws IOException {
		return new SelectorTransport(this);
	}

	@Override
	public void abort() throws IOException {
		this.channel.close();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
