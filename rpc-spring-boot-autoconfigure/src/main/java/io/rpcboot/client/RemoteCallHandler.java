package io.rpcboot.client;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.RemoteError;
import io.rpcboot.message.RemoteReply;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Has calls executed by another program.
 */
final class RemoteCallHandler implements CallHandler {

	private final ClientSettings settings;

	private final ConnectionPool pool;

	RemoteCallHandler(ClientSettings settings, ConnectionPool pool) {
		this.settings = settings;
		this.pool = pool;
	}

	@Override
	public @Nullable Object handle(Call call) {
		CallOptions options = call.options();
		if (options == null) {
			throw new IllegalArgumentException("The call of %s() has no options".formatted(call.function()));
		}
		CallDeadline deadline = CallDeadline.after(options.timeout(), options.timeoutSource());
		ClientConnection connection = acquire(call, deadline);
		String peer = describe(call, connection.address());
		RemoteReply reply;
		try {
			reply = exchange(call, options, connection, deadline);
		}
		catch (RpcException ex) {
			throw Failures.of(peer, ex);
		}
		RemoteError error = reply.error();
		if (error != null) {
			throw new RpcRemoteException("%s: %s: %s".formatted(peer, error.type(), error.message()), error.type(),
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
			this.pool.release(connection);
			throw new RpcOverloadedException("a connection was free only after " + deadline, null);
		}
		catch (RpcException ex) {
			throw Failures.of(this.settings.describe(call.function()), ex);
		}
	}

	private RemoteReply exchange(Call call, CallOptions options, ClientConnection connection, CallDeadline deadline) {
		Duration attempt = options.idempotent() ? this.settings.calls().attemptTimeout() : null;
		Payload reply = send(call, connection, (attempt != null)
				? deadline.earlier(attempt, this.settings.property("retry.attempt-timeout")) : deadline);
		try {
			return connection.codec().decode(reply, options.resultType());
		}
		finally {
			// not before: the reply lies in the connection's buffer
			this.pool.release(connection);
		}
	}

	private Payload send(Call call, ClientConnection connection, CallDeadline deadline) {
		long begun = System.nanoTime();
		try {
			Payload frame = connection.codec().encode(call, connection.output());
			return requireNoChallenge(connection.exchange(frame, deadline));
		}
		catch (RpcEncodingException ex) {
			// nothing was sent
			this.pool.release(connection);
			throw ex;
		}
		catch (RpcTimeoutException ex) {
			RpcTimeoutException timeout = timeout(deadline, ex);
			// a peer is not to blame where its call had waited in line for most of the
			// time
			if (deadline.isMostly(System.nanoTime() - begun)) {
				this.pool.suspect(connection, timeout);
			}
			else {
				this.pool.discard(connection);
			}
			throw timeout;
		}
		catch (RpcException ex) {
			this.pool.discard(connection);
			throw (ex.getCause() instanceof ClosedByInterruptException)
					? new RpcInterruptedException("interrupted while it waited for the reply", Executed.UNKNOWN, ex)
					: ex;
		}
		catch (RuntimeException | Error ex) {
			this.pool.discard(connection);
			throw ex;
		}
	}

	// what a program says that has a key where its client has none
	private Payload requireNoChallenge(Payload reply) {
		if (this.settings.security().handshake() == null && Handshake.isChallenge(reply)) {
			throw new RpcAuthenticationException("the program asks for an authkey; set %s, and leave out %s"
				.formatted(this.settings.property("authkey"), this.settings.property("authentication")), null);
		}
		return reply;
	}

	private static RpcTimeoutException timeout(CallDeadline deadline, RpcTimeoutException cause) {
		return new RpcTimeoutException(
				("no reply within %s: the function takes longer, or it raised an exception and the program, as many do, "
						+ "neither answers nor closes the connection then")
					.formatted(deadline),
				Executed.UNKNOWN, cause);
	}

	private String describe(Call call, PooledAddress address) {
		return "%s.%s() at %s".formatted(this.settings.name(), call.function(), address.address());
	}

}
