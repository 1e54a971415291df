package io.rpcboot.server;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.Security;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs to know.
 *
 * @param address where to listen
 * @param permissions who may connect to a Unix socket: whoever may write
 * @param security how connections are secured
 * @param limits how much peers may take
 * @param timeouts how long they may take
 */
public record ServerSettings(Address address, Set<PosixFilePermission> permissions, Security security, Limits limits,
		Timeouts timeouts) {

	/** The permissions of a Unix socket by default: it is the owner's. */
	public static final Set<PosixFilePermission> OWNER_ONLY = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	/**
	 * Limits on what peers take.
	 *
	 * @param messageSize the largest message, in bytes
	 * @param connections how many connections may have calls executed
	 * @param unauthenticatedConnections how many further ones may be in their handshake,
	 * or wait for others to leave
	 * @param callsPerConnection how many calls of each may run at a time, where its
	 * format tells calls apart
	 * @param calls how many calls of all connections may run at a time
	 * @param buffered how large all messages and replies in memory may be together, in
	 * bytes
	 */
	public record Limits(int messageSize, int connections, int unauthenticatedConnections, int callsPerConnection,
			int calls, long buffered) {

		/**
		 * 64 MB, 1024 connections, 64 further ones in their handshake, 256 calls of each,
		 * 1024 of all, a quarter of the heap for their messages.
		 */
		public static final Limits DEFAULT = new Limits(64 * 1024 * 1024, 1024, 64, 256, 1024,
				Runtime.getRuntime().maxMemory() / 4);

	}

	/**
	 * Limits on how long something takes.
	 *
	 * @param handshake the whole handshake
	 * @param read a message, from its first byte to its last
	 * @param write a reply, from its first byte to its last
	 * @param idle how long an authenticated connection without a call may be silent,
	 * {@code null} for ever
	 */
	public record Timeouts(Duration handshake, Duration read, Duration write, @Nullable Duration idle) {

		/** 5 seconds for the handshake, a minute for a message or a reply. */
		public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(1),
				Duration.ofMinutes(1), null);

	}

}
