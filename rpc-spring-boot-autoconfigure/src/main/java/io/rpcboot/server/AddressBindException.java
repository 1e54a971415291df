package io.rpcboot.server;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

import io.rpcboot.wire.Address;
import org.jspecify.annotations.Nullable;

/**
 * An address on which the server cannot listen.
 */
public class AddressBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Address address;

	AddressBindException(Address address, IOException cause) {
		super("Cannot listen on %s: %s".formatted(address, cause.getMessage()), cause);
		this.address = address;
	}

	/**
	 * Gives the address.
	 * @return the address
	 */
	public Address address() {
		return this.address;
	}

	/**
	 * Tells what is wrong with the address.
	 * @return the problem
	 */
	public Problem problem() {
		Throwable cause = getCause();
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return Problem.UNKNOWN_HOST;
		}
		return (cause instanceof BindException) ? Problem.of(cause.getMessage()) : Problem.OTHER;
	}

	/**
	 * What can be wrong with an address.
	 */
	public enum Problem {

		/** Another process listens on the port. */
		IN_USE,

		/** No address is known for the host. */
		UNKNOWN_HOST,

		/** The address belongs to another machine. */
		NOT_LOCAL,

		/** Something else, such as a port that needs privileges. */
		OTHER;

		// the JDK tells them apart only by the system's text
		private static Problem of(@Nullable String message) {
			if (message != null && message.contains("in use")) {
				return IN_USE;
			}
			return (message != null && message.contains("assign requested address")) ? NOT_LOCAL : OTHER;
		}

	}

}
