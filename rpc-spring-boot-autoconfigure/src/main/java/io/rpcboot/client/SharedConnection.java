package io.rpcboot.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.message.CallCorrelation;
import io.rpcboot.message.CallOptions;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection that calls share, in a format with ids. It has no thread of its own:
 * <p>
 * One of the callers that wait leads: it reads for all of them, until its own reply is
 * there. Whoever ends its call while nobody leads wakes another one, which then leads, or
 * ends its call in turn. So as long as a call waits, somebody leads or is awake.
 * <p>
 * A caller sends its call itself, unless the leader is just busy with replies: then that
 * sends, before it waits again, what has come together meanwhile.
 */
final class SharedConnection extends ClientConnection {

	private final SharedChannel channel;

	private final ClientSettings settings;

	private final CallCorrelation correlation;

	private final CallWriter writer;

	private final PendingCalls pending;

	private final ReplyReader reader;

	private final ReentrantLock leading = new ReentrantLock();

	private final AtomicLong lastId = new AtomicLong();

	private volatile boolean leaderBusy;

	SharedConnection(SharedChannel channel, PooledAddress address, ClientSettings settings, CallCodec codec,
			CallCorrelation correlation) {
		super(address, settings.pool(), codec);
		this.channel = channel;
		this.settings = settings;
		this.correlation = correlation;
		this.writer = new CallWriter(channel);
		this.pending = new PendingCalls(this.writer);
		this.reader = new ReplyReader(channel, correlation, this.pending, settings);
	}

	@Override
	int capacity() {
		return this.settings.pool().maxCallsPerConnection();
	}

	@Override
	boolean answeredSince(long begin) {
		return this.reader.lastReply() - begin >= 0;
	}

	// where calls wait somebody reads anyway
	@Override
	boolean isHealthy() {
		if (this.pending.isEmpty() && this.leading.tryLock()) {
			try {
				this.reader.readAvailable();
			}
			catch (RpcException ex) {
				end(ex);
			}
			finally {
				this.leading.unlock();
				wakeLeader();
			}
		}
		return this.pending.isOpen();
	}

	@Override
	@Nullable Payload exchange(Call call, CallDeadline deadline) {
		long id = this.lastId.incrementAndGet();
		Payload frame = codec().encode(call, id, deadline.remaining(), new FrameOutput());
		CallOptions options = call.options();
		PendingCall sent = new PendingCall(frame, options != null && options.oneWay());
		this.pending.add(id, sent);
		try {
			flush();
			await(sent, deadline);
			return sent.join();
		}
		catch (TimeoutException ex) {
			throw timeout(deadline, this.reader.complaintSince(sent.begin()), giveUp(id, sent));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RpcInterruptedException("interrupted while it waited for the reply", giveUp(id, sent), ex);
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RpcException failure) ? failure : ex;
		}
		finally {
			this.pending.remove(id);
			wakeLeader();
		}
	}

	private void await(PendingCall call, CallDeadline deadline) throws InterruptedException, TimeoutException {
		while (!call.isDone()) {
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedException();
			}
			long remaining = deadline.remainingNanos();
			if (remaining <= 0) {
				throw new TimeoutException();
			}
			if (this.leading.tryLock()) {
				try {
					lead(call, deadline);
				}
				finally {
					this.leading.unlock();
				}
			}
			else {
				LockSupport.parkNanos(this, remaining);
			}
		}
	}

	private void lead(PendingCall call, CallDeadline deadline) {
		try {
			long remaining = deadline.remainingNanos();
			while (!call.isDone() && remaining > 0 && !Thread.currentThread().isInterrupted()) {
				this.channel.await(remaining);
				this.leaderBusy = true;
				if (this.reader.readAvailable() > 1) {
					// those that were answered may have another call
					Thread.yield();
				}
				this.leaderBusy = false;
				this.writer.flush();
				remaining = deadline.remainingNanos();
			}
		}
		catch (RpcException ex) {
			end(ex);
		}
		finally {
			this.leaderBusy = false;
		}
	}

	private void wakeLeader() {
		if (!this.leading.isLocked()) {
			this.pending.wakeOne();
		}
	}

	private void flush() {
		try {
			if (!this.leaderBusy) {
				this.writer.flush();
			}
		}
		catch (RpcException ex) {
			end(ex);
		}
	}

	private RpcTimeoutException timeout(CallDeadline deadline, @Nullable String complaint, Executed executed) {
		String reason = (complaint != null)
				? "the program could not read a message, perhaps this call (" + complaint + ")"
				: "the function takes longer, or the program does not answer, perhaps as it knows no JSON-RPC (%s)"
					.formatted(this.settings.property("format"));
		return new RpcTimeoutException("no reply within %s: %s".formatted(deadline, reason), executed, null);
	}

	private Executed giveUp(long id, PendingCall call) {
		if (this.writer.remove(call)) {
			return Executed.NO;
		}
		if (!call.isOneWay()) {
			this.writer.add(new PendingCall(this.correlation.cancellation(id, new FrameOutput()), true));
			flush();
		}
		return Executed.UNKNOWN;
	}

	private void end(RpcException failure) {
		this.pending.failAll(failure);
		this.channel.close();
	}

	@Override
	void close() {
		end(new RpcConnectionException("the client closed the connection", Executed.UNKNOWN, null));
	}

}
