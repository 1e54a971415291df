package io.rpcboot.client;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * A connection that carries one call at a time, for a format without ids. The caller
 * writes and reads it; a call that gets no reply takes it along, so that a late reply
 * never answers another call.
 */
final class ExclusiveConnection extends ClientConnection {

	// to ask the system takes five calls of it, and tells little of so short a time
	private static final long MOMENT = TimeUnit.MICROSECONDS.toNanos(100);

	private static final Payload NOTHING = Payload.of(new byte[0]);

	private final Connection connection;

	private final ClientSettings settings;

	private final FrameOutput output = new FrameOutput();

	private volatile boolean closed;

	ExclusiveConnection(Connection connection, PooledAddress address, ClientSettings settings, CallCodec codec) {
		super(address, settings.pool(), codec);
		this.connection = connection;
		this.settings = settings;
	}

	@Override
	int capacity() {
		return 1;
	}

	@Override
	boolean isHealthy() {
		boolean justUsed = System.nanoTime() - lastUse() < MOMENT;
		return !this.closed && (justUsed ? !this.connection.hasReceivedMore() : this.connection.isQuiet());
	}

	@Override
	boolean answeredSince(long begin) {
		return false;
	}

	@Override
	Payload exchange(Call call, CallDeadline deadline) {
		Payload frame = codec().encode(call, 0, deadline.remaining(), this.output);
		Exchange exchange = new Exchange(frame);
		try {
			this.connection.within("the call", deadline.remaining(), deadline.source(), exchange);
			return Failures.requireNoChallenge(this.settings, exchange.reply);
		}
		catch (RpcException ex) {
			close();
			throw explain(ex, deadline);
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
		finally {
			// an idle connection must not hold what a large call took
			this.output.reset();
		}
	}

	private static RpcException explain(RpcException failure, CallDeadline deadline) {
		if (failure instanceof RpcTimeoutException) {
			return new RpcTimeoutException(
					("no reply within %s: the function takes longer, or it raised an exception and the program, as many "
							+ "do, neither answers nor closes the connection then")
						.formatted(deadline),
					Executed.UNKNOWN, failure);
		}
		return (failure.getCause() instanceof ClosedByInterruptException)
				? new RpcInterruptedException("interrupted while it waited for the reply", Executed.UNKNOWN, failure)
				: failure;
	}

	@Override
	void close() {
		this.closed = true;
		this.connection.close();
	}

	private final class Exchange implements Runnable {

		private final Payload frame;

		private Payload reply = NOTHING;

		private Exchange(Payload frame) {
			this.frame = frame;
		}

		@Override
		public void run() {
			Connection peer = ExclusiveConnection.this.connection;
			peer.send(this.frame);
			long length = peer.receiveLength();
			if (length == Connection.END) {
				throw new RpcConnectionException("the peer closed the connection instead of answering",
						Executed.UNKNOWN, null);
			}
			ClientSettings settings = ExclusiveConnection.this.settings;
			int maxLength = settings.calls().maxMessageSize();
			if (length > maxLength) {
				throw new RpcProtocolException("the reply has %d bytes, more than the %d that %s allows"
					.formatted(length, maxLength, settings.property("max-message-size")), Executed.YES, null);
			}
			this.reply = peer.receivePayload((int) length);
		}

	}

}
