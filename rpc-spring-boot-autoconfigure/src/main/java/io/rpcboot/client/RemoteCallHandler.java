package io.rpcboot.client;

import java.time.Duration;

import io.rpcboot.RpcException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.OutgoingCalls.OutgoingCall;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.RemoteError;
import io.rpcboot.message.RemoteReply;
import io.rpcboot.message.ServerStoppingException;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Has calls executed by another program.
 */
final class RemoteCallHandler implements CallHandler {

	private static final RemoteReply NONE = new RemoteReply(null, null);

	private final ClientSettings settings;

	private final ConnectionPool pool;

	private final OutgoingCalls calls;

	RemoteCallHandler(ClientSettings settings, ConnectionPool pool, OutgoingCalls calls) {
		this.settings = settings;
		this.pool = pool;
		this.calls = calls;
	}

	@Override
	public @Nullable Object handle(Call call) {
		CallOptions options = call.options();
		if (options == null) {
			throw new IllegalArgumentException("The call of %s() has no options".formatted(call.function()));
		}
		try (OutgoingCall outgoing = this.calls.begin(call.function())) {
			return handle(call, options, outgoing);
		}
	}

	private @Nullable Object handle(Call call, CallOptions options, OutgoingCall outgoing) {
		CallDeadline deadline = CallDeadline.after(options.timeout(), options.timeoutSource());
		while (true) {
			ClientConnection connection = acquire(call, deadline);
			outgoing.sentTo(connection.address().address());
			try {
				Payload reply = exchange(call, options, connection, deadline);
				RemoteReply read = (reply != null) ? connection.codec().decode(reply, options.resultType()) : NONE;
				return result(read, call, connection);
			}
			catch (ServerStoppingException ex) {
				// another server, or another connection, as long as there is time
				this.pool.stopping(connection, ex);
			}
			catch (RpcRemoteException ex) {
				throw ex;
			}
			catch (RpcException ex) {
				throw Failures.of(describe(call, connection), ex);
			}
		}
	}

	private @Nullable Object result(RemoteReply reply, Call call, ClientConnection connection) {
		RemoteError error = reply.error();
		if (error != null) {
			throw new RpcRemoteException(
					"%s: %s: %s".formatted(describe(call, connection), error.type(), error.message()), error.type(),
					error.message(), error.traceback());
		}
		return reply.value();
	}

	private ClientConnection acquire(Call call, CallDeadline deadline) {
		try {
			ClientConnection connection = this.pool.acquire(deadline);
			if (deadline.remainingNanos() > 0) {
				return connection;
			}
			// nothing was sent: neither the peer nor the function is to blame
			this.pool.giveBack(connection);
			throw new RpcOverloadedException("a connection was free only after " + deadline, null);
		}
		catch (RpcException ex) {
			throw Failures.of(this.settings.describe(call.function()), ex);
		}
	}

	private @Nullable Payload exchange(Call call, CallOptions options, ClientConnection connection,
			CallDeadline callDeadline) {
		Duration attempt = options.idempotent() ? this.settings.calls().attemptTimeout() : null;
		CallDeadline deadline = (attempt != null)
				? callDeadline.earlier(attempt, this.settings.property("retry.attempt-timeout")) : callDeadline;
		long begin = System.nanoTime();
		try {
			Payload reply = connection.exchange(call, deadline);
			this.pool.release(connection);
			return reply;
		}
		catch (RpcTimeoutException ex) {
			// a peer is not to blame where its call had waited in line for most of the
			// time
			if (deadline.isMostly(System.nanoTime() - begin) && !connection.answeredSince(begin)) {
				this.pool.suspect(connection, ex);
			}
			else {
				this.pool.giveBack(connection);
			}
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			this.pool.giveBack(connection);
			throw ex;
		}
	}

	private String describe(Call call, ClientConnection connection) {
		return "%s.%s() at %s".formatted(this.settings.name(), call.function(), connection.address().address());
	}

}
