package io.rpcboot.zeromq;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.rpcboot.message.Conversation;
import io.rpcboot.server.ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * A peer as long as a message of it is being answered: a ROUTER socket does not tell who
 * comes and who leaves.
 */
final class ZeroMqPeer {

	private final ByteBuffer identity;

	private final String address;

	private final @Nullable String principal;

	private final Conversation conversation;

	private final long begin = System.nanoTime();

	// by the thread of the sockets only, as what follows
	private int messages;

	private final Deque<Answer> unread = new ArrayDeque<>();

	private long unreadSince;

	ZeroMqPeer(Request request, Conversation conversation) {
		this.identity = ByteBuffer.wrap(request.identity());
		this.address = request.peer();
		this.principal = request.principal();
		this.conversation = conversation;
		conversation.authenticated(this.principal);
	}

	ByteBuffer identity() {
		return this.identity;
	}

	String who() {
		return this.conversation.who();
	}

	String address() {
		return this.address;
	}

	Conversation conversation() {
		return this.conversation;
	}

	void messageBegun() {
		this.messages++;
	}

	/**
	 * Counts the messages that are being answered.
	 * @return how many
	 */
	int messages() {
		return this.messages;
	}

	/**
	 * Takes note of a message that has been answered.
	 * @return whether it was the last one
	 */
	boolean messageEnded() {
		this.messages--;
		return this.messages == 0;
	}

	/**
	 * Gives the answers that ZeroMQ does not take because the peer does not read.
	 * @return the answers, the oldest first
	 */
	Deque<Answer> unread() {
		return this.unread;
	}

	void addUnread(Answer answer) {
		if (this.unread.isEmpty()) {
			this.unreadSince = System.nanoTime();
		}
		this.unread.addLast(answer);
	}

	/**
	 * Takes note that ZeroMQ has taken an answer: the peer reads.
	 */
	void hasRead() {
		this.unreadSince = System.nanoTime();
	}

	boolean isUnreadFor(Duration limit) {
		return !this.unread.isEmpty() && System.nanoTime() - this.unreadSince > limit.toNanos();
	}

	ConnectionState state(long now) {
		return new ConnectionState(this.address, true, this.principal, null, this.conversation.format(),
				Duration.ofNanos(Math.max(0, now - this.begin)), this.conversation.runningCalls(now));
	}

}
