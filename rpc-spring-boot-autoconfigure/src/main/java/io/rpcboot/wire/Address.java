package io.rpcboot.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where a server listens: {@code host:port}, an IPv6 address in brackets, or
 * {@code unix:} and a path.
 */
public interface Address {

	/**
	 * Reads an address.
	 * @param text {@code host:port}, or {@code unix:/path}
	 * @return the address
	 * @throws IllegalArgumentException if it is something else; the message tells what
	 * was expected
	 */
	static Address parse(String text) {
		String trimmed = text.trim();
		try {
			return trimmed.startsWith(UnixAddress.PREFIX) ? UnixAddress.parse(trimmed) : TcpAddress.parse(trimmed);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'%s' is not an address: %s".formatted(text, ex.getMessage()), ex);
		}
	}

	/**
	 * Finds the addresses of the sockets, names being resolved anew.
	 * @return the addresses, at least one; a server takes the first
	 * @throws UnknownHostException if no address is known for the host
	 */
	List<SocketAddress> resolve() throws UnknownHostException;

	/**
	 * Tells whether only programs of this machine can connect.
	 * @return not if the host is another one, or not known
	 */
	boolean isLocal();

	/**
	 * Shows a socket's address without looking up names.
	 * @param address the address of one end of a connection
	 * @return as it is read; a Unix socket that has no path, as those that connected have
	 * none, is "a local program"
	 */
	static String text(SocketAddress address) {
		if (address instanceof UnixDomainSocketAddress unix) {
			boolean named = !unix.getPath().toString().isEmpty();
			return named ? new UnixAddress(unix.getPath()).toString() : "a local program";
		}
		InetSocketAddress inet = (InetSocketAddress) address;
		return new TcpAddress(inet.getAddress().getHostAddress(), inet.getPort()).toString();
	}

}
