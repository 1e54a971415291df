package io.rpcboot.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A program that speaks JSON-RPC: it takes all calls, and answers those that a test has
 * answered, in that order.
 */
final class JsonRpcPeer implements AutoCloseable {

	private static final long WAIT_SECONDS = 15;

	private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

	private final AtomicInteger open = new AtomicInteger();

	private final ScriptedPeer peer;

	JsonRpcPeer(TestTransport transport) throws IOException {
		this.peer = new ScriptedPeer(transport, this::play);
	}

	private void play(RawPeer connection) throws IOException {
		this.open.incrementAndGet();
		try {
			connection.admit(ScriptedPeer.KEY);
			while (true) {
				this.requests.add(new Request(connection, connection.readCall()));
			}
		}
		finally {
			this.open.decrementAndGet();
		}
	}

	/**
	 * Waits for a request.
	 */
	Request next() throws InterruptedException {
		Request request = this.requests.poll(WAIT_SECONDS, TimeUnit.SECONDS);
		assertThat(request).isNotNull();
		return request;
	}

	/**
	 * Waits for a number of requests.
	 */
	List<Request> next(int count) throws InterruptedException {
		List<Request> next = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			next.add(next());
		}
		return next;
	}

	/**
	 * Counts the requests that have come and were not taken.
	 */
	int waiting() {
		return this.requests.size();
	}

	Address address() {
		return this.peer.address();
	}

	int accepted() {
		return this.peer.accepted();
	}

	/**
	 * Counts the connections that are open.
	 */
	int open() {
		return this.open.get();
	}

	void become(ScriptedPeer.Script script) {
		this.peer.become(script);
	}

	void becomeWell() {
		this.peer.become(this::play);
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
	}

	/**
	 * A request or notification.
	 *
	 * @param connection where it came from
	 * @param text its JSON
	 */
	record Request(RawPeer connection, String text) {

		String id() {
			return ScriptedPeer.id(this.text);
		}

		String argument() {
			return ScriptedPeer.firstArgument(this.text);
		}

		/**
		 * Answers with the argument.
		 */
		void echo() throws IOException {
			answer(argument());
		}

		void answer(String result) throws IOException {
			send(ScriptedPeer.reply(this.text, result));
		}

		void send(String reply) throws IOException {
			this.connection.sendFrame(Bytes.of(reply));
		}

	}

}
