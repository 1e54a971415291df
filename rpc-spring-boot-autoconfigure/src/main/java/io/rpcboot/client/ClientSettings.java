package io.rpcboot.client;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Security;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know.
 *
 * @param name the client's name, under {@code rpc.client} in a configuration
 * @param addresses where the functions are: any of them has all
 * @param security how connections are secured
 * @param calls how calls are made
 * @param pool how connections are kept
 */
public record ClientSettings(String name, List<Address> addresses, Security security, Calls calls, Pool pool) {

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
	 * Names a property, for messages.
	 * @param property the property of a client, such as {@code timeout}
	 * @return the whole name, such as {@code rpc.client.orders.timeout}
	 */
	public String property(String property) {
		return "rpc.client.%s.%s".formatted(this.name, property);
	}

	/**
	 * Describes a call, for messages.
	 * @param function the function
	 * @return the client, the function and where it may be
	 */
	String describe(String function) {
		return "%s.%s() at %s".formatted(this.name, function,
				this.addresses.stream().map(Object::toString).collect(Collectors.joining(", ")));
	}

	/**
	 * How calls are made.
	 *
	 * @param format how they are written
	 * @param timeout how long one may take in all, where its method says nothing else
	 * @param attemptTimeout how long an idempotent method waits for the reply of one
	 * attempt; {@code null} for as long as the call may take
	 * @param maxMessageSize the largest reply, in bytes
	 */
	public record Calls(MessageFormat format, Duration timeout, @Nullable Duration attemptTimeout, int maxMessageSize) {

		/** Arrays, 30 seconds for a call and each attempt, 64 MB. */
		public static final Calls DEFAULT = new Calls(MessageFormat.ARRAY, Duration.ofSeconds(30), null,
				64 * 1024 * 1024);

		/**
		 * Changes the format.
		 * @param other how calls are written
		 * @return other settings, the same but for this
		 */
		public Calls withFormat(MessageFormat other) {
			return new Calls(other, this.timeout, this.attemptTimeout, this.maxMessageSize);
		}

		/**
		 * Changes the timeout.
		 * @param other how long a call may take in all
		 * @return other settings, the same but for this
		 */
		public Calls withTimeout(Duration other) {
			return new Calls(this.format, other, this.attemptTimeout, this.maxMessageSize);
		}

	}

	/**
	 * How connections are kept.
	 *
	 * @param maxPerAddress how many connections an address gets
	 * @param maxCallsPerConnection how many calls share a connection, in a format where
	 * they can
	 * @param connectTimeout how long connecting and the handshake may take together
	 * @param idleTimeout after how long without a call a connection is closed
	 * @param maxAge after how long a connection is replaced, give or take a tenth
	 */
	public record Pool(int maxPerAddress, int maxCallsPerConnection, Duration connectTimeout, Duration idleTimeout,
			Duration maxAge) {

		/**
		 * 16 connections, shared by 256 calls each where they are shared, 5 seconds to
		 * connect, a minute idle, five minutes old.
		 */
		public static final Pool DEFAULT = new Pool(16, 256, Duration.ofSeconds(5), Duration.ofMinutes(1),
				Duration.ofMinutes(5));

	}

}
