package io.rpcboot.zeromq;

import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.TcpAddress;

/**
 * Where a ZeroMQ socket is: {@code zmq:tcp://host:port}.
 *
 * @param tcp host and port
 */
public record ZeroMqAddress(TcpAddress tcp) implements Address {

	private static final String SCHEME = "zmq:";

	private static final String TRANSPORT = "tcp://";

	/**
	 * Tells whether a text shall be such an address.
	 * @param text the text
	 * @return whether it begins as one does
	 */
	public static boolean isZeroMq(String text) {
		return text.trim().startsWith(SCHEME);
	}

	/**
	 * Reads an address.
	 * @param text {@code zmq:tcp://host:port}
	 * @return the address
	 * @throws IllegalArgumentException if it is something else; the message tells what
	 * was expected
	 */
	public static ZeroMqAddress parse(String text) {
		String trimmed = text.trim();
		try {
			if (trimmed.startsWith(SCHEME + TRANSPORT) && Address
				.parse(trimmed.substring(SCHEME.length() + TRANSPORT.length())) instanceof TcpAddress tcp) {
				return new ZeroMqAddress(tcp);
			}
		}
		catch (IllegalArgumentException ex) {
			// told below, with the whole text
		}
		throw new IllegalArgumentException(
				"'%s' is not an address: expected zmq:tcp://host:port, such as zmq:tcp://127.0.0.1:17001"
					.formatted(text));
	}

	/**
	 * Gives what ZeroMQ calls the endpoint of a socket.
	 * @param address the address of the socket
	 * @return such as {@code tcp://127.0.0.1:17001}
	 */
	static String endpoint(SocketAddress address) {
		return TRANSPORT + Address.text(address);
	}

	static ZeroMqAddress ofEndpoint(String endpoint) {
		return parse(SCHEME + endpoint);
	}

	@Override
	public List<SocketAddress> resolve() throws UnknownHostException {
		return this.tcp.resolve();
	}

	@Override
	public boolean isLocal() {
		return this.tcp.isLocal();
	}

	@Override
	public String toString() {
		return SCHEME + TRANSPORT + this.tcp;
	}

}
