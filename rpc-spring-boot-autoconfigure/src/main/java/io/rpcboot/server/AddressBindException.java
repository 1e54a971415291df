package io.rpcboot.server;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;

import io.rpcboot.wire.Address;

/**
 * An address on which the server cannot listen.
 */
public class AddressBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Address address;

	private final Problem problem;

	/**
	 * Creates an exception.
	 * @param address the address
	 * @param cause what the system says
	 */
	public AddressBindException(Address address, IOException cause) {
		super("Cannot listen on %s: %s".formatted(address, cause.getMessage()), cause);
		this.address = address;
		this.problem = Problem.of(cause);
	}

	AddressBindException(Address address, Problem problem, String reason) {
		super("Cannot listen on %s: %s".formatted(address, reason));
		this.address = address;
		this.problem = problem;
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
		return this.problem;
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

		/** Another program listens on the Unix socket. */
		SOCKET_IN_USE,

		/** There is a file that is no socket. */
		NO_SOCKET,

		/** The directory of the Unix socket does not exist. */
		NO_DIRECTORY,

		/** Nothing may be created in the directory of the Unix socket. */
		DIRECTORY_DENIED,

		/** Something else, such as a port that needs privileges. */
		OTHER;

		private static Problem of(IOException cause) {
			if (cause instanceof UnknownHostException) {
				return UNKNOWN_HOST;
			}
			return (cause instanceof BindException) ? of(String.valueOf(cause.getMessage())) : OTHER;
		}

		// the JDK tells them apart only by the system's text
		private static Problem of(String message) {
			if (message.contains("in use")) {
				return IN_USE;
			}
			return message.contains("assign requested address") ? NOT_LOCAL : OTHER;
		}

	}

}
