package io.rpcboot.zeromq;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * How a server knows its peers.
 */
public sealed interface ServerSecurity {

	/**
	 * Sets up a socket, before it is bound.
	 * @param socket the socket
	 */
	void secure(ZMQ.Socket socket);

	/**
	 * Judges what a peer shows.
	 * @param mechanism how it shows it, as ZAP names it
	 * @param credentials what it shows
	 * @return which of the keys it has, {@code null} if none
	 */
	@Nullable ClientKey find(String mechanism, List<byte[]> credentials);

	/**
	 * Tells by how much a message gets longer.
	 * @return a number of bytes
	 */
	default int overhead() {
		return 0;
	}

	/**
	 * Gives the keys that peers may have.
	 * @return the keys, none if nobody is asked for one
	 */
	List<ClientKey> keys();

	/**
	 * Describes it for a log.
	 * @return a few words
	 */
	String description();

	/**
	 * A key that a peer may have.
	 *
	 * @param principal whose it is, {@code null} where peers are not told apart
	 * @param index its place in the list of the principal's keys, from 0
	 * @param key a public key of 32 bytes, or a password
	 */
	record ClientKey(@Nullable String principal, int index, byte[] key) {

		boolean is(byte[] shown) {
			return MessageDigest.isEqual(shown, this.key);
		}

		@Override
		public String toString() {
			return "ClientKey[secret]";
		}

	}

	/**
	 * Lets everybody in.
	 */
	record None() implements ServerSecurity {

		private static final ClientKey ANYBODY = new ClientKey(null, 0, new byte[0]);

		@Override
		public void secure(ZMQ.Socket socket) {
			// nothing is asked of peers
		}

		@Override
		public ClientKey find(String mechanism, List<byte[]> credentials) {
			return ANYBODY;
		}

		@Override
		public List<ClientKey> keys() {
			return List.of();
		}

		@Override
		public String description() {
			return "no authentication";
		}

	}

	/**
	 * Lets in who knows a password, which is sent in clear.
	 *
	 * @param password the password; any user name goes with it
	 */
	record Plain(String password) implements ServerSecurity {

		@Override
		public void secure(ZMQ.Socket socket) {
			socket.setPlainServer(true);
		}

		@Override
		public @Nullable ClientKey find(String mechanism, List<byte[]> credentials) {
			ClientKey key = keys().get(0);
			return (mechanism.equals("PLAIN") && credentials.size() == 2 && key.is(credentials.get(1))) ? key : null;
		}

		@Override
		public List<ClientKey> keys() {
			return List.of(new ClientKey(null, 0, this.password.getBytes(StandardCharsets.UTF_8)));
		}

		@Override
		public String description() {
			return "password required";
		}

		@Override
		public String toString() {
			return "Plain[secret]";
		}

	}

	/**
	 * Lets in who has one of the keys, and encrypts what is said.
	 *
	 * @param secretKey the server's own secret key, 32 bytes
	 * @param keys the public keys of clients
	 */
	record Curve(byte[] secretKey, List<ClientKey> keys) implements ServerSecurity {

		@Override
		public void secure(ZMQ.Socket socket) {
			socket.setCurveServer(true);
			socket.setCurvePublicKey(CurveKeys.publicKey(this.secretKey));
			socket.setCurveSecretKey(this.secretKey);
		}

		@Override
		public int overhead() {
			return CurveKeys.OVERHEAD;
		}

		@Override
		public @Nullable ClientKey find(String mechanism, List<byte[]> credentials) {
			if (!mechanism.equals("CURVE") || credentials.size() != 1) {
				return null;
			}
			return this.keys.stream().filter((key) -> key.is(credentials.get(0))).findFirst().orElse(null);
		}

		@Override
		public String description() {
			return "client key required, CURVE";
		}

		@Override
		public String toString() {
			return "Curve[secret]";
		}

	}

}
