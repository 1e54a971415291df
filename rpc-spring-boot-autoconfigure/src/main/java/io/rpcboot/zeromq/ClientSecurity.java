package io.rpcboot.zeromq;

import org.zeromq.ZMQ;

/**
 * What a client shows a server.
 */
public sealed interface ClientSecurity {

	/**
	 * Sets up a socket, before it is connected.
	 * @param socket the socket
	 */
	void secure(ZMQ.Socket socket);

	/**
	 * Tells by how much a message gets longer.
	 * @return a number of bytes
	 */
	default int overhead() {
		return 0;
	}

	/**
	 * Shows nothing.
	 */
	record None() implements ClientSecurity {

		@Override
		public void secure(ZMQ.Socket socket) {
			// the server asks for nothing
		}

	}

	/**
	 * Shows a password, in clear.
	 *
	 * @param username the name of whoever calls
	 * @param password the password
	 */
	record Plain(String username, String password) implements ClientSecurity {

		@Override
		public void secure(ZMQ.Socket socket) {
			socket.setPlainUsername(this.username);
			socket.setPlainPassword(this.password);
		}

		@Override
		public String toString() {
			return "Plain[secret]";
		}

	}

	/**
	 * Shows that it has a key, and encrypts what is said.
	 *
	 * @param serverKey the public key of the server, 32 bytes
	 * @param secretKey the client's own secret key, 32 bytes
	 */
	record Curve(byte[] serverKey, byte[] secretKey) implements ClientSecurity {

		@Override
		public void secure(ZMQ.Socket socket) {
			socket.setCurveServerKey(this.serverKey);
			socket.setCurvePublicKey(CurveKeys.publicKey(this.secretKey));
			socket.setCurveSecretKey(this.secretKey);
		}

		@Override
		public int overhead() {
			return CurveKeys.OVERHEAD;
		}

		@Override
		public String toString() {
			return "Curve[secret]";
		}

	}

}
