package io.rpcboot.zeromq;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.CallChannel;
import io.rpcboot.client.CallDeadline;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.message.CallCorrelation;
import io.rpcboot.message.CallOptions;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.TrafficMonitor;
import org.jspecify.annotations.Nullable;

/**
 * A channel by a DEALER socket. Each call goes out behind an id and an empty part, which
 * every REP socket returns: so a reply finds its call, and one that comes too late finds
 * none.
 */
final class ZeroMqChannel implements CallChannel, DealerSocket.Listener {

	// of messages to which no call belongs
	private static final long NO_CALL = 0;

	private final SocketLoop loop;

	private final ClientSettings settings;

	private final CallCodec codec;

	private final DealerSocket socket;

	private final AtomicLong lastId = new AtomicLong(NO_CALL);

	private final Map<Long, PendingReply> pending = new ConcurrentHashMap<>();

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	private final CompletableFuture<RpcException> end = new CompletableFuture<>();

	private volatile boolean connected;

	private volatile long lastReply = System.nanoTime();

	ZeroMqChannel(SocketLoop loop, ClientSettings settings, CallCodec codec, TrafficMonitor traffic) {
		this.loop = loop;
		this.settings = settings;
		this.codec = codec;
		this.socket = new DealerSocket(loop, settings, this, traffic);
	}

	/**
	 * Opens the channel.
	 * @param target where to
	 * @param security what is shown there
	 * @param deadline when it has to be open
	 * @param patience how long to wait once the peer has accepted the connection
	 * @return whether it is open; not if the peer is there and says nothing
	 * @throws RpcException if nobody listens there, or in another way
	 */
	boolean open(InetSocketAddress target, ClientSecurity security, CallDeadline deadline, Duration patience) {
		this.loop.execute(() -> this.socket.connect(target, security));
		try {
			boolean open = awaitReady(Math.min(patience.toNanos(), deadline.remainingNanos()))
					|| (!this.connected && awaitReady(deadline.remainingNanos()));
			if (!open) {
				close();
				requireTime(deadline);
			}
			return open;
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new RpcInterruptedException("interrupted while it connected", Executed.NO, ex);
		}
	}

	private boolean awaitReady(long nanos) throws InterruptedException {
		try {
			this.ready.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RpcException failure) ? unsent(failure)
					: new IllegalStateException(ex.getCause());
		}
	}

	private static void requireTime(CallDeadline deadline) {
		if (deadline.remainingNanos() <= 0) {
			throw new RpcTimeoutException(
					"no connection within %s: the host does not answer, or what listens there does not speak ZeroMQ"
						.formatted(deadline),
					Executed.NO, null);
		}
	}

	@Override
	public @Nullable Payload exchange(Call call, CallDeadline deadline) {
		PendingReply waiting = encode(call, deadline);
		this.pending.put(waiting.id(), waiting);
		try {
			this.socket.send(waiting);
			if (this.end.isDone()) {
				// perhaps after all others were told
				fail(waiting, this.end.join());
			}
			return waiting.await(deadline);
		}
		catch (TimeoutException ex) {
			throw new RpcTimeoutException(
					"no reply within %s: the function takes longer, or the program does not answer".formatted(deadline),
					giveUp(waiting), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RpcInterruptedException("interrupted while it waited for the reply", giveUp(waiting), ex);
		}
		finally {
			this.pending.remove(waiting.id());
		}
	}

	private PendingReply encode(Call call, CallDeadline deadline) {
		long id = this.lastId.incrementAndGet();
		Duration remaining = Duration.ofNanos(Math.max(0, deadline.remainingNanos()));
		Payload frame = this.codec.encode(call, id, remaining, new FrameOutput());
		CallOptions options = call.options();
		boolean oneWay = options != null && options.oneWay() && this.codec.correlation() != null;
		return new PendingReply(id, content(frame), oneWay);
	}

	// A message of ZeroMQ is text as such, where that of a connection is a pickled text.
	private static Payload content(Payload frame) {
		return Envelope.open(Messages.content(frame)).content();
	}

	private Executed giveUp(PendingReply call) {
		Executed executed = call.giveUp();
		if (executed == Executed.NO) {
			this.socket.withdraw(call);
			return executed;
		}
		CallCorrelation correlation = this.codec.correlation();
		if (correlation != null) {
			Payload frame = correlation.cancellation(call.id(), new FrameOutput());
			this.socket.send(new PendingReply(NO_CALL, content(frame), true));
		}
		return executed;
	}

	@Override
	public void connected() {
		this.connected = true;
	}

	@Override
	public void ready() {
		this.ready.complete(null);
	}

	@Override
	public void received(long id, Payload reply) {
		this.lastReply = System.nanoTime();
		PendingReply call = this.pending.remove(id);
		if (call != null) {
			call.answered(reply);
		}
	}

	@Override
	public void ended(RpcException failure) {
		this.end.complete(failure);
		this.ready.completeExceptionally(failure);
		this.pending.values().forEach((call) -> fail(call, this.end.join()));
		this.socket.close();
	}

	private static void fail(PendingReply call, RpcException failure) {
		call.failed((call.giveUp() == Executed.NO) ? unsent(failure) : failure);
	}

	private static RpcException unsent(RpcException failure) {
		if (failure.executed() == Executed.NO) {
			return failure;
		}
		return new RpcConnectionException("the connection was lost before the call was sent: " + failure.getMessage(),
				Executed.NO, failure);
	}

	@Override
	public boolean isOpen() {
		return !this.end.isDone();
	}

	@Override
	public boolean answeredSince(long begin) {
		return this.lastReply - begin >= 0;
	}

	@Override
	public CallCodec codec() {
		return this.codec;
	}

	@Override
	public void close() {
		RpcException closed = new RpcConnectionException("the client closed the connection", Executed.UNKNOWN, null);
		this.end.complete(closed);
		this.loop.execute(() -> ended(closed));
	}

}
