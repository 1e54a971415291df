package io.rpcboot.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * A host and a port.
 *
 * @param host a host name or an IP address, without brackets
 * @param port the port, 0 for any free one
 */
public record TcpAddress(String host, int port) implements Address {

	private static final int MAX_PORT = 65535;

	static TcpAddress parse(String text) {
		int colon = text.lastIndexOf(':');
		if (colon <= 0) {
			throw new IllegalArgumentException("expected host:port, such as 127.0.0.1:17000, or unix: and a path");
		}
		String host = text.substring(0, colon);
		if (host.startsWith("[") && host.endsWith("]")) {
			host = host.substring(1, host.length() - 1);
		}
		else if (host.indexOf(':') >= 0) {
			throw new IllegalArgumentException("an IPv6 address stands in brackets, such as [::1]:17000");
		}
		return new TcpAddress(host, port(text.substring(colon + 1)));
	}

	private static int port(String port) {
		try {
			int number = Integer.parseInt(port);
			if (number >= 0 && number <= MAX_PORT) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new IllegalArgumentException("the port is a number from 0 to 65535");
	}

	@Override
	public List<SocketAddress> resolve() throws UnknownHostException {
		return Arrays.stream(InetAddress.getAllByName(this.host))
			.<SocketAddress>map((address) -> new InetSocketAddress(address, this.port))
			.toList();
	}

	@Override
	public boolean isLocal() {
		try {
			return InetAddress.getByName(this.host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
