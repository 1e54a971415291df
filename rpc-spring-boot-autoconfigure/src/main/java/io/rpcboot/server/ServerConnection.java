package io.rpcboot.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.rpcboot.RpcException;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.Conversation;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.Credential;
import io.rpcboot.wire.Handshake;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server, from its handshake to its end, with all of its threads. It
 * is closed by the last one that leaves it.
 */
final class ServerConnection implements Runnable {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private final Connection connection;

	private final Conversation conversation;

	private final RpcServer server;

	private final InFlight inFlight = new InFlight();

	private final MessageLoop messages;

	private final AtomicInteger threads = new AtomicInteger(1);

	private final long begin = System.nanoTime();

	private final AtomicBoolean failed = new AtomicBoolean();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile boolean authenticated;

	// the key that the peer has shown to have
	private volatile @Nullable Credential credential;

	private volatile boolean placed;

	private volatile boolean displaced;

	// by the one that watches idle connections
	private long lastMoment = -1;

	private long idleSince;

	/**
	 * Creates a connection.
	 * @param connection what it sends and receives by
	 * @param conversations begins its conversation, with what is asked first whether a
	 * call may be executed
	 * @param server the server
	 */
	ServerConnection(Connection connection, Function<CallInterceptor, Conversation> conversations, RpcServer server) {
		this.connection = connection;
		this.server = server;
		this.conversation = conversations.apply(this::admit);
		this.messages = new MessageLoop(connection, this.conversation, server, this.inFlight, this::startThread);
	}

	private @Nullable Object admit(Call call, CallHandler next) throws Exception {
		return this.server.calls().intercept(call, (this.placed || takePlace()) ? next : this::refuse);
	}

	private boolean takePlace() {
		if (!this.server.admission().takePlace(this)) {
			return false;
		}
		this.placed = true;
		return true;
	}

	private Object refuse(Call call) {
		throw new CallRefusedException(CallRefusedException.Reason.OVERLOADED, tooMany());
	}

	private String tooMany() {
		return "as many connections are open as rpc.server.max-connections allows (%d)"
			.formatted(this.server.settings().limits().connections());
	}

	@Override
	public void run() {
		runThread(() -> {
			authenticate();
			this.messages.run();
		});
	}

	private void startThread(Runnable follower) {
		if (this.threads.getAndUpdate((count) -> (count == 0) ? 0 : count + 1) == 0) {
			return;
		}
		try {
			this.server.executor().execute(() -> runThread(follower));
		}
		catch (RuntimeException | Error ex) {
			this.threads.decrementAndGet();
			throw ex;
		}
	}

	private void runThread(Runnable work) {
		try {
			work.run();
		}
		catch (RpcException ex) {
			fail(() -> complain(ex));
		}
		catch (RuntimeException | Error ex) {
			fail(() -> logger.error(
					"The connection of %s ended by an error of this library".formatted(this.conversation.who()), ex));
		}
		finally {
			if (this.threads.decrementAndGet() == 0) {
				this.connection.close();
				this.server.admission().leave(this);
			}
		}
	}

	private void complain(RpcException failure) {
		if (!this.inFlight.isClosed()) {
			ConnectionFailure ended = new ConnectionFailure(failure, this.connection, this.conversation.who(),
					this.authenticated, this.displaced);
			ended.report(this.server.peers());
			String reason = ended.handshakeFailure();
			if (reason != null) {
				this.server.handshakeCounter().failed(reason);
			}
		}
	}

	// The first failure is told: those of other threads follow from the close.
	private void fail(Runnable report) {
		if (this.failed.compareAndSet(false, true)) {
			report.run();
			close();
		}
	}

	private void authenticate() {
		Handshake handshake = this.server.settings().security().handshake();
		this.connection.within("the handshake", this.server.settings().timeouts().handshake(),
				"rpc.server.handshake-timeout", () -> {
					this.connection.establish();
					if (handshake != null) {
						this.credential = handshake.accept(this.connection, this::delayRefusal);
					}
				});
		Credential shown = this.credential;
		if (shown != null) {
			this.conversation.authenticated(shown.principal());
			this.server.handshakeCounter().accepted(shown.principal(), shown.index());
		}
		this.authenticated = true;
		if (!takePlace()) {
			this.server.monitor().rejected(Rejection.TOO_MANY_CONNECTIONS);
			this.server.peers()
				.warn("full", this.connection.peer(),
						"Refuses the calls of %s: %s".formatted(this.conversation.who(), tooMany()));
		}
	}

	// At most half of the time that the handshake has left: the refusal is to arrive.
	private void delayRefusal() {
		this.server.admission().refused(this);
		long delay = this.server.refusals().next(this.connection.host()).toNanos();
		long left = this.server.settings().timeouts().handshake().toNanos() - (System.nanoTime() - this.begin);
		try {
			this.closed.await(Math.min(delay, left / 2), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void close() {
		this.connection.close();
		// not before: a refusal that waits would be sent in between
		this.closed.countDown();
	}

	/**
	 * Describes the connection.
	 * @param now the time, by {@link System#nanoTime()}
	 * @return its state
	 */
	ConnectionState state(long now) {
		Credential shown = this.credential;
		return new ConnectionState(this.connection.peer(), this.authenticated,
				(shown != null) ? shown.principal() : null, (shown != null) ? shown.index() : null,
				this.conversation.format(), Duration.ofNanos(Math.max(0, now - this.begin)),
				this.conversation.runningCalls(now));
	}

	/**
	 * Makes room for another connection.
	 */
	void displace() {
		this.displaced = true;
		this.server.monitor().rejected(Rejection.DISPLACED);
		close();
	}

	/**
	 * Closes the connection if it is authenticated, no call runs, and no message has come
	 * for too long.
	 * @param now the time, by {@link System#nanoTime()}
	 * @param limit how long is too long
	 */
	void closeIfIdle(long now, Duration limit) {
		long moment = this.inFlight.moment();
		if (!this.authenticated || moment != this.lastMoment) {
			this.lastMoment = moment;
			this.idleSince = now;
		}
		else if (now - this.idleSince >= limit.toNanos() && this.inFlight.closeIfIdleSince(moment)) {
			logger.debug("Closed the connection of %s, which was idle for %d ms (rpc.server.idle-timeout)"
				.formatted(this.conversation.who(), limit.toMillis()));
			// the farewell of TLS can take its time
			this.server.executor().execute(this.connection::close);
		}
	}

	/**
	 * Closes the connection, after the calls that run have been answered.
	 */
	void stop() {
		if (this.inFlight.close() == 0) {
			close();
		}
	}

	/**
	 * Closes the connection and interrupts the calls that run.
	 * @return how many messages remain unanswered
	 */
	int abort() {
		int unanswered = this.inFlight.close();
		close();
		this.conversation.interrupt();
		return unanswered;
	}

}
