package io.rpcboot.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/**
 * Where a server listens: {@code host:port}, an IPv6 address in brackets.
 *
 * @param host a host name or an IP address, without brackets
 * @param port the port, 0 for any free one
 */
public record Address(String host, int port) {

	private static final int MAX_PORT = 65535;

	/**
	 * Reads an address.
	 * @param text {@code host:port}
	 * @return the address
	 * @throws IllegalArgumentException if it is something else; the message tells what
	 * was expected
	 */
	public static Address parse(String text) {
		String trimmed = text.trim();
		int colon = trimmed.lastIndexOf(':');
		if (colon <= 0) {
			throw malformed(text, "expected host:port, such as 127.0.0.1:17000");
		}
		String host = trimmed.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		else if (host.indexOf(':') >= 0) {
			throw malformed(text, "an IPv6 address stands in brackets, such as [::1]:17000");
		}
		return new Address(host, port(text, trimmed.substring(colon + 1)));
	}

	private static int port(String text, String port) {
		try {
			int number = Integer.parseInt(port);
			if (number >= 0 && number <= MAX_PORT) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw malformed(text, "the port is a number from 0 to 65535");
	}

	private static IllegalArgumentException malformed(String text, String expected) {
		return new IllegalArgumentException("'%s' is not an address: %s".formatted(text, expected));
	}

	/**
	 * Resolves the host anew.
	 * @return the socket address
	 * @throws UnknownHostException if no address is known for the host
	 */
	public InetSocketAddress resolve() throws UnknownHostException {
		return new InetSocketAddress(InetAddress.getByName(this.host), this.port);
	}

	/**
	 * Shows a socket's address without looking up names.
	 * @param address the address of an internet socket
	 * @return {@code host:port}
	 */
	public static String text(SocketAddress address) {
		InetSocketAddress inet = (InetSocketAddress) address;
		return new Address(inet.getAddress().getHostAddress(), inet.getPort()).toString();
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
