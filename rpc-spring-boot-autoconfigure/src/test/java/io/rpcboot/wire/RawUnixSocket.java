package io.rpcboot.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * A Unix domain socket.
 */
final class RawUnixSocket extends InputStream implements RawSocket {

	private final SocketChannel channel;

	RawUnixSocket(SocketChannel channel) {
		this.channel = channel;
	}

	@Override
	public void establish() {
	}

	@Override
	public InputStream input() {
		return this;
	}

	@Override
	public int read() throws IOException {
		byte[] single = new byte[1];
		return (read(single, 0, 1) < 0) ? -1 : single[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		return (length > 0) ? this.channel.read(ByteBuffer.wrap(bytes, offset, length)) : 0;
	}

	@Override
	public void write(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
	}

	@Override
	public String address() {
		return "a local program";
	}

	@Override
	public void finish() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void reset() throws IOException {
		this.channel.close();
	}

	@Override
	public void close() throws IOException {
		try {
			// the close takes until a thread that reads has woken up
			finish();
		}
		catch (ClosedChannelException ex) {
			// by another thread
		}
		this.channel.close();
	}

}
