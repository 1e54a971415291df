package io.rpcboot.client;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why a call gets no connection. None of them was sent.
 */
final class PoolFailures {

	private PoolFailures() {
	}

	static RpcException exhausted(ClientSettings settings, PooledAddresses addresses, CallDeadline deadline) {
		RpcException failure = addresses.failure();
		if (addresses.opening() > 0 && (failure == null || failure.executed() != Executed.NO)) {
			return new RpcTimeoutException(
					"no connection within %s: an attempt that may take %d ms (%s) has not ended".formatted(deadline,
							settings.pool().connectTimeout().toMillis(), settings.property("pool.connect-timeout")),
					Executed.NO, failure);
		}
		return (failure != null) ? Failures.unexecuted(failure)
				: new RpcOverloadedException(
						"all %d connections were busy for %d ms (%s)".formatted(addresses.maxConnections(),
								deadline.limit().toMillis(), settings.property("pool.max-per-address")),
						null);
	}

	static RpcInterruptedException interrupted(@Nullable InterruptedException cause) {
		return new RpcInterruptedException("interrupted while it waited for a connection", Executed.NO, cause);
	}

	static RpcException closed() {
		return new RpcConnectionException("the client is closed", Executed.NO, null);
	}

	static RpcException unexpected(Throwable cause) {
		return new RpcConnectionException("no connection could be opened: " + cause, Executed.NO, cause);
	}

}
