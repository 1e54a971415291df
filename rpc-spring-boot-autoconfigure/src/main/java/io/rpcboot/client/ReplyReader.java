package io.rpcboot.client;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.message.CallCorrelation;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.ReceivedFrame;
import io.rpcboot.wire.SharedChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Receives the replies of a shared connection and gives each to the call that it answers.
 * What they say is for the callers to find out. Used by one thread at a time.
 */
final class ReplyReader {

	private static final Log logger = LogFactory.getLog(RpcClientFactory.class);

	private final SharedChannel channel;

	private final CallCorrelation correlation;

	private final PendingCalls pending;

	private final ClientSettings settings;

	private volatile long lastReply = System.nanoTime();

	private volatile @Nullable Complaint complaint;

	ReplyReader(SharedChannel channel, CallCorrelation correlation, PendingCalls pending, ClientSettings settings) {
		this.channel = channel;
		this.correlation = correlation;
		this.pending = pending;
		this.settings = settings;
	}

	/**
	 * Tells when the peer was last heard.
	 * @return the time, by {@link System#nanoTime()}
	 */
	long lastReply() {
		return this.lastReply;
	}

	/**
	 * Tells whether the peer could not read a message that perhaps was a certain call.
	 * @param begin when the call began, by {@link System#nanoTime()}
	 * @return what the peer said, {@code null} if it complained about nothing since then
	 */
	@Nullable String complaintSince(long begin) {
		Complaint last = this.complaint;
		return (last != null && last.time() - begin >= 0) ? last.text() : null;
	}

	/**
	 * Receives what is there. Does not wait.
	 * @return how many replies there were
	 * @throws io.rpcboot.RpcException if the connection has come to its end
	 */
	int readAvailable() {
		int count = 0;
		this.channel.read();
		for (ReceivedFrame frame = this.channel.next(); frame != null; frame = this.channel.next()) {
			if (frame.isWhole()) {
				answer(frame.payload());
			}
			else {
				refuse(frame);
			}
			this.lastReply = System.nanoTime();
			count++;
		}
		return count;
	}

	private void answer(Payload reply) {
		Failures.requireNoChallenge(this.settings, reply);
		Long id = this.correlation.id(reply);
		PendingCall call = (id != null) ? this.pending.remove(id) : this.pending.only();
		if (call != null) {
			call.answered(reply);
		}
		else if (id == null) {
			String text = this.correlation.complaint(reply);
			this.complaint = new Complaint(text, System.nanoTime());
			logger
				.warn("%s could not read a message, and does not tell which: %s".formatted(this.channel.peer(), text));
		}
		else {
			logger.debug("Dropped a message of %s that answers no call".formatted(this.channel.peer()));
		}
	}

	// The other calls of the connection are not to blame.
	private void refuse(ReceivedFrame frame) {
		Long id = id(frame.payload());
		PendingCall call = (id != null) ? this.pending.remove(id) : this.pending.only();
		if (call != null) {
			call.failed(tooLarge(frame, Executed.YES));
		}
		if (id == null) {
			throw tooLarge(frame, Executed.UNKNOWN);
		}
	}

	private @Nullable Long id(Payload pieces) {
		try {
			return this.correlation.id(pieces);
		}
		catch (RpcProtocolException ex) {
			return null;
		}
	}

	private RpcProtocolException tooLarge(ReceivedFrame frame, Executed executed) {
		return new RpcProtocolException(
				"the reply has %d bytes, more than the %d that %s allows".formatted(frame.length(),
						this.settings.calls().maxMessageSize(), this.settings.property("max-message-size")),
				executed, null);
	}

	private record Complaint(String text, long time) {

	}

}
