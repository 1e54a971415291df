package io.rpcboot.server;

import java.util.function.IntSupplier;

import io.rpcboot.wire.TrafficMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to the connections of a server, for metrics. It is called by their
 * threads, so it neither waits nor throws.
 */
public interface ServerMonitor extends TrafficMonitor {

	/** Takes note of nothing. */
	ServerMonitor NONE = new ServerMonitor() {

	};

	/**
	 * Takes over what tells of the connections at any time. Called once for the servers
	 * of an application, before they are started.
	 * @param connections counts those that are open
	 */
	default void watch(IntSupplier connections) {
	}

	/**
	 * Takes note of a handshake that has ended well.
	 * @param principal whose the key is, {@code null} for that of
	 * {@code rpc.server.authkey}
	 * @param key its place in the list of the principal's keys, from 0
	 */
	default void handshakeSucceeded(@Nullable String principal, int key) {
	}

	/**
	 * Takes note of a handshake that has failed. A peer that only connects and leaves has
	 * begun none.
	 * @param reason why, one of a few names such as {@code wrong-key}
	 */
	default void handshakeFailed(String reason) {
	}

	/**
	 * Takes note of something that was refused.
	 * @param rejection what and why
	 */
	default void rejected(Rejection rejection) {
	}

}
