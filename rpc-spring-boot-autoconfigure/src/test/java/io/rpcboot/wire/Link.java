package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection, and a peer that a test plays, with a socket between them.
 */
final class Link implements Closeable {

	private static final long WAIT_SECONDS = 20;

	private final DeadlineWatch watch = new DeadlineWatch("link-deadlines");

	private final Connection connection;

	private final RawPeer peer;

	Link() throws IOException {
		this(Duration.ofMinutes(1), Duration.ofMinutes(1));
	}

	Link(Duration read, Duration write) throws IOException {
		try (ServerSocketChannel listener = ServerSocketChannel.open()) {
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			Socket socket = new Socket();
			socket.connect(listener.getLocalAddress());
			this.peer = new RawPeer(socket);
			this.connection = new Connection(listener.accept(),
					new FrameLimits(read, "test.read-timeout", write, "test.write-timeout"), this.watch);
		}
	}

	Connection connection() {
		return this.connection;
	}

	RawPeer peer() {
		return this.peer;
	}

	/**
	 * Starts something on a thread of its own, as the peer is played by the test's.
	 */
	CompletableFuture<Void> start(Consumer<Connection> action) {
		return CompletableFuture.runAsync(() -> action.accept(this.connection), (task) -> new Thread(task).start());
	}

	/**
	 * Waits until something has ended as it should.
	 */
	static void await(CompletableFuture<Void> action) throws Exception {
		action.get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * Waits until something has failed.
	 */
	static Throwable failureOf(CompletableFuture<Void> action) throws Exception {
		return action.handle((result, failure) -> (failure != null) ? failure.getCause() : null)
			.get(WAIT_SECONDS, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
		this.peer.close();
		this.watch.close();
	}

}
