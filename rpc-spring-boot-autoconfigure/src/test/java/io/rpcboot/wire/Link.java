package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
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

	private final Address address;

	Link() throws IOException {
		this(TestTransport.TCP);
	}

	Link(TestTransport transport) throws IOException {
		this(transport, Duration.ofMinutes(1), Duration.ofMinutes(1));
	}

	Link(TestTransport transport, Duration read, Duration write) throws IOException {
		FrameLimits limits = new FrameLimits(read, "test.read-timeout", write, "test.write-timeout");
		ConnectionFactory connections = new ConnectionFactory(limits, this.watch, transport.ofClient(),
				TrafficMonitor.NONE);
		try (RawListener listener = transport.listen(transport.address())) {
			this.address = listener.address();
			this.connection = connections.connect(this.address.resolve().get(0), Duration.ofSeconds(WAIT_SECONDS),
					"test.connect-timeout");
			this.peer = listener.accept();
		}
		CompletableFuture<Void> establishing = start(Connection::establish);
		this.peer.establish();
		establishing.join();
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Tells where the peer listened.
	 */
	Address address() {
		return this.address;
	}

	RawPeer peer() {
		return this.peer;
	}

	/**
	 * Has the peer send a frame.
	 */
	void sendFromPeer(byte[] payload) {
		try {
			this.peer.sendFrame(payload);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
