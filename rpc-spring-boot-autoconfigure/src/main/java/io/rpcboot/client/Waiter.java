package io.rpcboot.client;

import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/**
 * A call that stands in line for a connection; guarded by the lock of the condition.
 */
final class Waiter {

	final Condition condition;

	final long begin = System.nanoTime();

	@Nullable ClientConnection connection;

	Waiter(Condition condition) {
		this.condition = condition;
	}

}
