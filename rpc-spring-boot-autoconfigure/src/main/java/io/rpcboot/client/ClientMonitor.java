package io.rpcboot.client;

import java.util.function.Supplier;

import io.rpcboot.RpcException;
import io.rpcboot.wire.TrafficMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to the connections of one client, for metrics. It is called by
 * their threads, some of which hold a lock, so it neither waits nor throws.
 */
public interface ClientMonitor extends TrafficMonitor {

	/** Takes note of nothing. */
	ClientMonitor NONE = new ClientMonitor() {

	};

	/**
	 * Takes over what tells of the pool at any time. Called once, before anything else
	 * happens.
	 * @param state describes the client
	 */
	default void watch(Supplier<ClientState> state) {
	}

	/**
	 * Takes note of a connection that was opened and is through its handshake.
	 * @param address its address, as it is configured
	 */
	default void opened(String address) {
	}

	/**
	 * Takes note of a connection that could not be opened.
	 * @param address its address, as it is configured
	 * @param cause why
	 */
	default void openingFailed(String address, RpcException cause) {
	}

	/**
	 * Takes note of a call that had to wait for a connection.
	 * @param address the address of the connection that it got, {@code null} if it got
	 * none
	 * @param nanos how long it waited, in nanoseconds
	 */
	default void waited(@Nullable String address, long nanos) {
	}

}
