package io.rpcboot.server;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.message.Conversation;
import io.rpcboot.message.ReceivedMessage;
import io.rpcboot.message.Reply;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.FrameOutput;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Receives and answers the messages of one connection, by as many threads as it has calls
 * that run at a time: leader and followers. The leader is the one that receives. When it
 * has received a call that others need not wait for, it gives up the lead, sees to it
 * that another thread is about to take it, executes the call, and leads again if nobody
 * does. What has to be answered in order is answered by the leader as such.
 */
final class MessageLoop {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private static final long MAX_SKIPPED = 1L << 30;

	private final Connection connection;

	private final Conversation conversation;

	private final RpcServer server;

	private final InFlight inFlight;

	private final Executor threads;

	private final ReplyWriter replies;

	private final MessageBuffers buffers;

	private final ReplyRoom room;

	private final Semaphore permits;

	private final ReentrantLock lead = new ReentrantLock();

	private final AtomicBoolean followerPending = new AtomicBoolean();

	private final AtomicBoolean watched = new AtomicBoolean();

	// under the lead
	private boolean ended;

	/**
	 * Creates a loop.
	 * @param connection the connection
	 * @param conversation what was said on it
	 * @param server the server
	 * @param inFlight counts its messages
	 * @param threads runs followers
	 */
	MessageLoop(Connection connection, Conversation conversation, RpcServer server, InFlight inFlight,
			Executor threads) {
		this.connection = connection;
		this.conversation = conversation;
		this.server = server;
		this.inFlight = inFlight;
		this.threads = threads;
		this.replies = new ReplyWriter(connection::send);
		this.buffers = server.buffers();
		this.room = new ReplyRoom(this.buffers, server.monitor());
		this.permits = new Semaphore(server.settings().limits().callsPerConnection());
	}

	/**
	 * Takes part until another thread leads, or the connection has ended.
	 */
	void run() {
		FrameOutput output = null;
		while (this.lead.tryLock()) {
			output = (output != null) ? output : new FrameOutput(this.room);
			ReceivedMessage message;
			boolean busy;
			try {
				message = receive(output);
				busy = this.connection.hasReceivedMore();
			}
			finally {
				this.lead.unlock();
			}
			if (message == null) {
				return;
			}
			if (busy || running() > message.concurrentCalls()) {
				startFollower();
			}
			else if (this.watched.compareAndSet(false, true)) {
				this.server.leads().add(this);
			}
			try {
				answer(message, output);
			}
			finally {
				this.permits.release(message.concurrentCalls());
			}
		}
	}

	private int running() {
		return this.server.settings().limits().callsPerConnection() - this.permits.availablePermits();
	}

	/**
	 * Starts a follower if nobody leads while a call runs.
	 */
	void requireLeader() {
		// first: who gives up the lead after the next line adds the loop again
		this.watched.set(false);
		if (!this.lead.isLocked() && running() > 0) {
			startFollower();
		}
	}

	private void startFollower() {
		if (!this.followerPending.compareAndSet(false, true)) {
			return;
		}
		try {
			this.threads.execute(() -> {
				this.followerPending.set(false);
				run();
			});
		}
		// an Error, too: this thread leads again, only later
		catch (RuntimeException | Error ex) {
			this.followerPending.set(false);
			logger.warn("No thread for further calls of %s".formatted(this.conversation.who()), ex);
		}
	}

	// Receives a message that others need not wait for, after those that come before it.
	private @Nullable ReceivedMessage receive(FrameOutput output) {
		boolean ends = true;
		try {
			while (!this.ended) {
				// whoever does not read gets no more calls executed
				this.replies.awaitTurns();
				long length = receiveLength();
				// from here on a stop lets the call end, and its reply leave
				if (length == Connection.END || !this.inFlight.begin()) {
					return null;
				}
				ReceivedMessage message = receive(length);
				if (message.concurrentCalls() > 0) {
					// nothing more is received while as many calls run as may
					this.permits.acquireUninterruptibly(message.concurrentCalls());
					ends = false;
					return message;
				}
				answer(message, output);
			}
			return null;
		}
		finally {
			this.ended |= ends;
		}
	}

	private long receiveLength() {
		try {
			return this.connection.receiveLength();
		}
		catch (RpcProtocolException ex) {
			this.server.monitor().rejected(Rejection.INVALID_MESSAGE);
			throw ex;
		}
	}

	private ReceivedMessage receive(long length) {
		int limit = this.server.settings().limits().messageSize();
		if (length <= limit) {
			return receive((int) length);
		}
		if (length > MAX_SKIPPED) {
			this.server.monitor().rejected(Rejection.MESSAGE_TOO_LARGE);
			throw new RpcProtocolException(
					"it announced a message of %d bytes, more than can be dropped (%d)".formatted(length, MAX_SKIPPED),
					Executed.NO, null);
		}
		this.connection.skipPayload(length);
		return this.conversation.receiveOversized(length, limit, "rpc.server.max-message-size");
	}

	private ReceivedMessage receive(int length) {
		if (!this.buffers.reserve(length)) {
			this.server.monitor().rejected(Rejection.NO_ROOM);
			return this.conversation.receiveDropped(this.connection.skipPayload(length),
					("there is no room for its %d bytes beside the messages that are being answered "
							+ "(rpc.server.max-buffered)")
						.formatted(length));
		}
		boolean received = false;
		try {
			ReceivedMessage message = this.conversation.receive(this.connection.receivePayload(length));
			received = true;
			return MessageBuffers.isCounted(length) ? new BufferedMessage(message, length) : message;
		}
		finally {
			if (!received) {
				this.buffers.release(length);
			}
		}
	}

	private void answer(ReceivedMessage message, FrameOutput output) {
		try {
			send(message.answer(output));
		}
		finally {
			// an idle connection must not hold what a large reply took
			output.reset();
		}
		if (this.inFlight.end()) {
			this.connection.close();
		}
	}

	private void send(Reply reply) {
		// what wrote the result may have left the mark behind, which would close the
		// channel
		Thread.interrupted();
		if (reply.complaint() != null) {
			complain(reply.complaint());
		}
		if (reply.frame() != null) {
			this.replies.send(reply.frame());
		}
	}

	private void complain(CallRefusedException complaint) {
		this.server.monitor()
			.rejected(
					(complaint.reason() == Reason.TOO_LARGE) ? Rejection.MESSAGE_TOO_LARGE : Rejection.INVALID_MESSAGE);
		this.server.peers()
			.warn(RpcProtocolException.class.getName(), this.connection.peer(),
					"Refused a message of %s: %s".formatted(this.conversation.who(), complaint.getMessage()));
	}

}
