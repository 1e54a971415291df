package io.rpcboot.server;

import java.util.concurrent.atomic.AtomicReference;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.Reply;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.HandshakeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server, from its handshake to its end. Its thread receives, calls
 * and answers, one message at a time.
 *
 * <pre>
 * HANDSHAKE -> IDLE &lt;-> RUNNING
 *     |         |          |
 *     +---------+----------+-> CLOSING
 * </pre>
 */
final class ServerConnection implements Runnable {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private static final long MAX_SKIPPED = 1L << 30;

	private final Connection connection;

	private final RpcServer server;

	private final AtomicReference<State> state = new AtomicReference<>(State.HANDSHAKE);

	private final FrameOutput output = new FrameOutput();

	private volatile @Nullable Thread thread;

	private volatile boolean displaced;

	ServerConnection(Connection connection, RpcServer server) {
		this.connection = connection;
		this.server = server;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			authenticate();
			serve();
		}
		catch (RpcException ex) {
			complain(ex);
		}
		catch (RuntimeException ex) {
			logger.error("The connection of %s ended by an error of this library".formatted(peer()), ex);
		}
		finally {
			this.connection.close();
			this.server.admission().leave(this);
			this.thread = null;
		}
	}

	private void authenticate() {
		Handshake handshake = this.server.settings().security().handshake();
		this.connection.within("the handshake", this.server.settings().timeouts().handshake(),
				"rpc.server.handshake-timeout", () -> {
					this.connection.establish();
					if (handshake != null) {
						handshake.accept(this.connection);
					}
				});
		this.server.admission().authenticated(this);
	}

	private void serve() {
		boolean open = this.state.compareAndSet(State.HANDSHAKE, State.IDLE);
		while (open) {
			long length = this.connection.receiveLength();
			// from here on a stop lets the call end, and its reply leave
			if (length == Connection.END || !this.state.compareAndSet(State.IDLE, State.RUNNING)) {
				return;
			}
			answer(length);
			open = this.state.compareAndSet(State.RUNNING, State.IDLE);
		}
	}

	private void answer(long length) {
		Reply reply;
		if (length <= this.server.settings().limits().messageSize()) {
			reply = execute((int) length);
		}
		else {
			reply = refuse(length);
		}
		if (reply.complaint() != null) {
			this.server.peers()
				.warn(RpcProtocolException.class.getName(), peer(),
						"Refused a message of %s: %s".formatted(peer(), reply.complaint()));
		}
		this.connection.send(reply.frame());
		// an idle connection must not hold what a large reply took
		this.output.reset();
	}

	private Reply execute(int length) {
		MessageHandler messages = this.server.messages();
		Reply reply = messages.answer(this.connection.receivePayload(length), peer(), this.output);
		// a function may have left the mark behind, which would close the channel
		Thread.interrupted();
		return reply;
	}

	private Reply refuse(long length) {
		if (length > MAX_SKIPPED) {
			throw new RpcProtocolException(
					"it announced a message of %d bytes, more than can be dropped (%d)".formatted(length, MAX_SKIPPED),
					Executed.NO, null);
		}
		this.connection.skipPayload(length);
		return this.server.messages()
			.answerOversized(length, this.server.settings().limits().messageSize(), "rpc.server.max-message-size",
					this.output);
	}

	private void complain(RpcException failure) {
		if (this.state.get() == State.CLOSING) {
			return;
		}
		if (this.displaced) {
			this.server.peers()
				.warn("displaced", peer(),
						("Closed the connection of %s, which had not authenticated itself: too many "
								+ "connections are in their handshake (rpc.server.max-unauthenticated-connections)")
							.formatted(peer()));
		}
		else if (failure instanceof RpcConnectionException && !isTruncatedHandshake()) {
			logger.debug("The connection of %s ended: %s".formatted(peer(), failure.getMessage()));
		}
		else {
			this.server.peers()
				.warn(kind(failure), peer(),
						"Closed the connection of %s: %s%s".formatted(peer(), failure.getMessage(), advice(failure)));
		}
	}

	// A peer that only connects is a probe; one that stops within its handshake is wrong.
	private boolean isTruncatedHandshake() {
		return this.state.get() == State.HANDSHAKE && this.connection.receivedAnything();
	}

	private String advice(RpcException failure) {
		if (failure instanceof HandshakeException handshake) {
			return advice(handshake.reason());
		}
		if (!(failure instanceof RpcTimeoutException) || this.connection.receivedAnything()) {
			return "";
		}
		return this.connection.isEstablished()
				? "; the peer sent nothing: it has no authkey, or waits for something else"
				: "; the peer may not speak TLS, which rpc.server.ssl.bundle asks for";
	}

	private static String advice(HandshakeException.Reason reason) {
		return switch (reason) {
			case NOT_TLS -> ", which rpc.server.ssl.bundle asks for";
			case CERTIFICATE_MISSING -> ", for which rpc.server.ssl.client-auth asks";
			case CERTIFICATE_UNTRUSTED -> "; the trust store of rpc.server.ssl.bundle decides";
			case CERTIFICATE_REFUSED, TLS_FAILED -> "; see rpc.server.ssl.bundle";
			default -> "";
		};
	}

	private static String kind(RpcException failure) {
		return (failure instanceof HandshakeException handshake) ? handshake.reason().name()
				: failure.getClass().getName();
	}

	private String peer() {
		return this.connection.peer();
	}

	/**
	 * Makes room for another connection.
	 */
	void displace() {
		this.displaced = true;
		this.connection.close();
	}

	/**
	 * Closes the connection, after the call that runs has been answered.
	 */
	void stop() {
		if (this.state.getAndSet(State.CLOSING) != State.RUNNING) {
			this.connection.close();
		}
	}

	/**
	 * Closes the connection and interrupts the call that runs.
	 */
	void abort() {
		this.state.set(State.CLOSING);
		this.connection.close();
		Thread running = this.thread;
		if (running != null) {
			running.interrupt();
		}
	}

	private enum State {

		HANDSHAKE, IDLE, RUNNING, CLOSING

	}

}
