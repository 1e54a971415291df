package io.rpcboot.client;

import java.time.Duration;
import java.util.List;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know.
 *
 * @param name the client's name, under {@code rpc.client} in a configuration
 * @param addresses where the functions are: any of them has all
 * @param handshake how both sides prove who they are; {@code null} for not at all
 * @param timeout how long a call may take in all, where its method says nothing else
 * @param maxMessageSize the largest reply, in bytes
 * @param pool how connections are kept
 */
public record ClientSettings(String name, List<Address> addresses, @Nullable Handshake handshake, Duration timeout,
		int maxMessageSize, Pool pool) {

	/** How long a call may take by default. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	/** The largest reply by default: 64 MB. */
	public static final int DEFAULT_MAX_MESSAGE_SIZE = 64 * 1024 * 1024;

	/**
	 * Checks the addresses.
	 * @throws IllegalArgumentException if there is none
	 */
	public ClientSettings {
		addresses = List.copyOf(addresses);
		if (addresses.isEmpty()) {
			throw new IllegalArgumentException("The client '%s' has no address".formatted(name));
		}
	}

	/**
	 * How connections are kept.
	 *
	 * @param maxPerAddress how many connections, and so calls at a time, an address gets
	 * @param connectTimeout how long connecting and the handshake may take together
	 * @param idleTimeout after how long without a call a connection is closed
	 * @param maxAge after how long a connection is replaced, give or take a tenth
	 */
	public record Pool(int maxPerAddress, Duration connectTimeout, Duration idleTimeout, Duration maxAge) {

		/** 16 connections, 5 seconds to connect, a minute idle, five minutes old. */
		public static final Pool DEFAULT = new Pool(16, Duration.ofSeconds(5), Duration.ofMinutes(1),
				Duration.ofMinutes(5));

	}

}
