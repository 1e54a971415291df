package io.rpcboot.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * Has a call under way on each of many connections, all the time, in one thread: it is
 * the server that has to have a thread for each.
 */
final class BusyCaller {

	private static final byte[] REQUEST = Peer.frame(Expect.ADD);

	private final Selector selector;

	private final WarmUp warmUp;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(256);

	private long replies;

	private BusyCaller(Selector selector, WarmUp warmUp) {
		this.selector = selector;
		this.warmUp = warmUp;
	}

	public static void main(String[] arguments) throws IOException {
		Options options = Options.of(arguments);
		int port = options.number("port", 0);
		boolean authenticated = options.text("authenticated", "true").equals("true");
		Selector selector = Selector.open();
		for (int i = 0; i < options.number("connections", 1); i++) {
			Peer peer = authenticated ? Peer.authenticated(port) : new Peer(port);
			peer.channel().configureBlocking(false);
			peer.channel().register(selector, SelectionKey.OP_READ);
		}
		new BusyCaller(selector, WarmUp.of(options)).run(options.number("millis", 5000));
		Runtime.getRuntime().halt(0);
	}

	private void run(int millis) throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			request((SocketChannel) key.channel());
		}
		while (!this.warmUp.isOver(System.nanoTime())) {
			this.selector.select(this::exchange);
		}
		long measured = millis * 1_000_000L;
		long begin = System.nanoTime();
		this.replies = 0;
		while (System.nanoTime() - begin < measured) {
			this.selector.select(this::exchange);
		}
		System.out.printf(Locale.ROOT, "RESULT calls/s=%.1f%n", this.replies * 1e9 / (System.nanoTime() - begin));
	}

	private void exchange(SelectionKey key) {
		try {
			reply((SocketChannel) key.channel());
			request((SocketChannel) key.channel());
			this.replies++;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// so short a frame comes as a whole
	private void reply(SocketChannel channel) throws IOException {
		this.buffer.clear();
		if (channel.read(this.buffer) < 0) {
			throw new EOFException("The server is gone");
		}
		byte[] reply = new byte[this.buffer.flip().getInt()];
		this.buffer.get(reply);
		Expect.five(reply);
	}

	private void request(SocketChannel channel) throws IOException {
		this.buffer.clear().put(REQUEST).flip();
		while (this.buffer.hasRemaining()) {
			channel.write(this.buffer);
		}
	}

}
