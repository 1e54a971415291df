package io.rpcboot.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

import javax.net.ssl.SSLSocket;

/**
 * A socket of TCP, perhaps with TLS over it.
 */
final class RawTcpSocket implements RawSocket {

	private static final int WAIT_MILLIS = 20_000;

	private final Socket below;

	private final Socket socket;

	private final String address;

	RawTcpSocket(Socket below, Socket socket) throws IOException {
		this.below = below;
		this.socket = socket;
		below.setSoTimeout(WAIT_MILLIS);
		below.setTcpNoDelay(true);
		this.address = below.getLocalAddress().getHostAddress() + ":" + below.getLocalPort();
	}

	@Override
	public void establish() throws IOException {
		if (this.socket instanceof SSLSocket encrypted) {
			encrypted.startHandshake();
		}
	}

	@Override
	public InputStream input() throws IOException {
		return this.socket.getInputStream();
	}

	@Override
	public void write(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	@Override
	public String address() {
		return this.address;
	}

	@Override
	public void finish() throws IOException {
		try {
			this.socket.shutdownOutput();
		}
		catch (SocketException ex) {
			// the other side may close at its first word, and a thread that reads ends
			// this one then, below TLS first
			if (!this.below.isClosed() && !this.below.isOutputShutdown()) {
				throw ex;
			}
		}
	}

	@Override
	public void reset() throws IOException {
		this.below.setSoLinger(true, 0);
		close();
	}

	// without a word of TLS, as Python does
	@Override
	public void close() throws IOException {
		this.below.close();
	}

}
