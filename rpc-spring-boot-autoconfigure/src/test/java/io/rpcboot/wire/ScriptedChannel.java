package io.rpcboot.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * A channel with a known stream to read, in pieces of known sizes: no kernel can be told
 * how to cut a stream. Writes are cut likewise.
 */
final class ScriptedChannel extends SocketChannel {

	// nobody closes these connections, and a thread for each would go on looking at it
	private static final DeadlineWatch WATCH = new DeadlineWatch("scripted-deadlines");

	private final ByteBuffer source;

	private final IntSupplier pieces;

	private final ByteArrayOutputStream written = new ByteArrayOutputStream();

	ScriptedChannel(byte[] stream, IntSupplier pieces) {
		super(null);
		this.source = ByteBuffer.wrap(stream);
		this.pieces = pieces;
	}

	static Connection connection(byte[] stream, IntSupplier pieces) {
		return new ScriptedChannel(stream, pieces).connect();
	}

	Connection connect() {
		Duration limit = Duration.ofMinutes(1);
		try {
			return new Connection(new SocketTransport(this),
					new FrameLimits(limit, "test.read-timeout", limit, "test.write-timeout"), WATCH,
					TrafficMonitor.NONE);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] written() {
		return this.written.toByteArray();
	}

	@Override
	public int read(ByteBuffer target) {
		if (!this.source.hasRemaining()) {
			return -1;
		}
		byte[] piece = new byte[Math.min(this.pieces.getAsInt(),
				Math.min(target.remaining(), this.source.remaining()))];
		this.source.get(piece);
		target.put(piece);
		return piece.length;
	}

	@Override
	public int write(ByteBuffer bytes) {
		byte[] piece = new byte[Math.min(this.pieces.getAsInt(), bytes.remaining())];
		bytes.get(piece);
		this.written.writeBytes(piece);
		return piece.length;
	}

	@Override
	public SocketAddress getRemoteAddress() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
	}

	@Override
	public <T> SocketChannel setOption(SocketOption<T> name, T value) {
		return this;
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of();
	}

	@Override
	protected void implCloseSelectableChannel() {
	}

	@Override
	protected void implConfigureBlocking(boolean block) {
	}

	@Override
	public long read(ByteBuffer[] targets, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long write(ByteBuffer[] sources, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketChannel bind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketChannel shutdownInput() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketChannel shutdownOutput() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Socket socket() {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isConnectionPending() {
		return false;
	}

	@Override
	public boolean connect(SocketAddress remote) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean finishConnect() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SocketAddress getLocalAddress() {
		throw new UnsupportedOperationException();
	}

}
