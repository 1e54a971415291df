package io.rpcboot.message;

import java.util.List;
import java.util.Map;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection. They are received one at a time, in the order in which
 * they came; each of them tells whether it has to be answered before the next one is.
 */
public final class Conversation {

	private final MessageHandler handler;

	private final String peer;

	private final int maxCalls;

	private final RunningCalls calls;

	private final @Nullable Conversation other;

	// these are read by those who want to know how the connection is doing, too
	private volatile @Nullable String principal;

	private volatile @Nullable MessageFormat format;

	private volatile Envelope envelope = Envelope.PICKLED_TEXT;

	Conversation(MessageHandler handler, String peer, int maxCalls, RunningCalls calls, @Nullable Conversation other) {
		this.handler = handler;
		this.peer = peer;
		this.maxCalls = maxCalls;
		this.calls = calls;
		this.other = other;
	}

	/**
	 * Takes a message.
	 * @param payload the payload of its frame
	 * @return the message, to be answered
	 */
	public ReceivedMessage receive(Payload payload) {
		return this.handler.receive(Envelope.open(payload), this);
	}

	/**
	 * Takes note of a message that was too large to be received.
	 * @param length its length in bytes
	 * @param limit how long it might have been
	 * @param property the property that sets the limit
	 * @return the message, to be answered
	 */
	public ReceivedMessage receiveOversized(long length, long limit, String property) {
		return this.handler.refuseOversized(
				"the message has %d bytes, more than the %d that %s allows".formatted(length, limit, property), this);
	}

	/**
	 * Takes note of a message that was dropped, as there is too much to do.
	 * @param pieces the beginning and the end of its payload
	 * @param problem why there is too much
	 * @return the message, to be answered
	 */
	public ReceivedMessage receiveDropped(Payload pieces, String problem) {
		return this.handler.refuseDropped(pieces, problem, this);
	}

	/**
	 * Takes note of a message that a transport could not make out.
	 * @param problem what is wrong with it
	 * @return the message, to be answered
	 */
	public ReceivedMessage receiveInvalid(String problem) {
		return this.handler.refuseInvalid(problem, this);
	}

	/**
	 * Begins another conversation of the same peer, for a message that is received and
	 * answered while others are. It knows what this one has found out about the peer, and
	 * this one learns what that finds out; each can cancel the calls of the other.
	 * @return the other conversation
	 */
	public Conversation beside() {
		Conversation other = new Conversation(this.handler, this.peer, this.maxCalls, this.calls, this);
		other.principal = this.principal;
		other.format = this.format;
		other.envelope = this.envelope;
		return other;
	}

	/**
	 * Interrupts the calls that run. Those that begin later are not executed.
	 */
	public void interrupt() {
		this.calls.stop();
	}

	/**
	 * Describes the calls that run.
	 * @param now the time, by {@link System#nanoTime()}
	 * @return one state for each, in the order in which they began
	 */
	public List<CallState> runningCalls(long now) {
		return this.calls.states(now);
	}

	/**
	 * Notes whose key the peer has, before the first message.
	 * @param name the name of the principal, {@code null} where it is not told apart
	 */
	public void authenticated(@Nullable String name) {
		this.principal = name;
	}

	/**
	 * Names the peer for a log.
	 * @return such as {@code billing at 10.0.0.7:52114}, or the address alone
	 */
	public String who() {
		String name = this.principal;
		return (name != null) ? name + " at " + this.peer : this.peer;
	}

	Call call(String function, Arguments arguments, MessageFormat callFormat, Map<String, String> metadata) {
		return new Call(function, arguments, callFormat, this.peer, this.principal, metadata, null);
	}

	/**
	 * Gives the limit on the calls that run at a time.
	 * @return how many calls
	 */
	int maxCalls() {
		return this.maxCalls;
	}

	RunningCalls calls() {
		return this.calls;
	}

	/**
	 * Notes that a message was valid: the first one tells what the peer speaks where a
	 * later one does not.
	 * @param messageFormat its format
	 * @param messageEnvelope what was around it
	 */
	void understood(MessageFormat messageFormat, Envelope messageEnvelope) {
		if (this.format == null) {
			this.format = messageFormat;
			this.envelope = messageEnvelope;
			if (this.other != null) {
				this.other.understood(messageFormat, messageEnvelope);
			}
		}
	}

	/**
	 * Tells what the peer speaks.
	 * @return the format of its first valid message, {@code null} if there was none
	 */
	public @Nullable MessageFormat format() {
		return this.format;
	}

	/**
	 * Tells what the peer puts around its messages.
	 * @return the envelope of its first valid message
	 */
	Envelope envelope() {
		return this.envelope;
	}

}
