package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;

/**
 * Another program that listens. As one that was killed it leaves the file of its Unix
 * socket behind.
 */
public final class RawListener implements Closeable {

	private final Closeable socket;

	private final Acceptor acceptor;

	private final Address address;

	RawListener(Closeable socket, Acceptor acceptor, Address address) {
		this.socket = socket;
		this.acceptor = acceptor;
		this.address = address;
	}

	/**
	 * Tells where it listens.
	 * @return the address
	 */
	public Address address() {
		return this.address;
	}

	/**
	 * Waits for a connection.
	 * @return the connected peer, whose TLS has done nothing yet
	 * @throws IOException if this is closed
	 */
	public RawPeer accept() throws IOException {
		return new RawPeer(this.acceptor.accept());
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	interface Acceptor {

		RawSocket accept() throws IOException;

	}

}
