package io.rpcboot.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.wire.HandshakeException.Reason;

/**
 * Proves to the peer that the authkey is known here, and has it prove the same. Works
 * with every Python from 2.7 on.
 */
public final class Handshake {

	private static final byte[] CHALLENGE = ascii("#CHALLENGE#");

	private static final byte[] WELCOME = ascii("#WELCOME#");

	private static final byte[] FAILURE = ascii("#FAILURE#");

	private static final int MAX_LENGTH = 256;

	private static final int LEGACY_MESSAGE_LENGTH = 20;

	private static final int MD5_LENGTH = 16;

	private static final int RANDOM_LENGTH = 40;

	private static final Runnable NOTHING = () -> {
	};

	private static final SecureRandom RANDOM = new SecureRandom();

	private final List<Credential> credentials;

	private final boolean md5Allowed;

	/**
	 * Creates a handshake, which any number of connections can use.
	 * @param key the key of both sides
	 * @param md5Allowed whether HMAC-MD5 will do, the only one that Python before 3.12
	 * has
	 */
	public Handshake(AuthKey key, boolean md5Allowed) {
		this(List.of(new Credential(null, 0, key)), md5Allowed);
	}

	/**
	 * Creates a handshake, which any number of connections can use.
	 * @param credentials the keys that a peer may have; who connects has the first
	 * @param md5Allowed whether HMAC-MD5 will do, the only one that Python before 3.12
	 * has
	 */
	public Handshake(List<Credential> credentials, boolean md5Allowed) {
		this.credentials = List.copyOf(credentials);
		this.md5Allowed = md5Allowed;
	}

	/**
	 * Gives the keys that a peer may have.
	 * @return the keys, in the order of the configuration
	 */
	public List<Credential> credentials() {
		return this.credentials;
	}

	/**
	 * Does the part of the side that listened, and refuses at once.
	 * @param connection the connection, of which nothing has been received
	 * @return the key that the peer has
	 * @throws HandshakeException if one side refused the other
	 * @throws RpcConnectionException if the peer went away
	 */
	public Credential accept(Connection connection) {
		return accept(connection, NOTHING);
	}

	/**
	 * Does the part of the side that listened.
	 * @param connection the connection, of which nothing has been received
	 * @param beforeRefusal done before a peer is told that its key is wrong; can take its
	 * time
	 * @return the key that the peer has
	 * @throws HandshakeException if one side refused the other
	 * @throws RpcConnectionException if the peer went away
	 */
	public Credential accept(Connection connection, Runnable beforeRefusal) {
		Credential credential = challenge(connection, this.credentials, beforeRefusal);
		answer(connection, credential.key());
		return credential;
	}

	/**
	 * Does the part of the side that connected.
	 * @param connection the connection, of which nothing has been received
	 * @throws HandshakeException if one side refused the other
	 * @throws RpcConnectionException if the peer went away
	 */
	public void connect(Connection connection) {
		Credential credential = this.credentials.get(0);
		answer(connection, credential.key());
		challenge(connection, List.of(credential), NOTHING);
	}

	private Credential challenge(Connection connection, List<Credential> accepted, Runnable beforeRefusal) {
		byte[] random = new byte[RANDOM_LENGTH];
		RANDOM.nextBytes(random);
		byte[] message = concat(Digest.SHA256.prefix(), random);
		send(connection, concat(CHALLENGE, message));
		byte[] answer = receive(connection);
		Credential credential;
		try {
			credential = judge(message, answer, accepted);
		}
		catch (HandshakeException ex) {
			if (ex.reason() == Reason.WRONG_KEY) {
				beforeRefusal.run();
			}
			refuse(connection, ex);
			throw ex;
		}
		send(connection, WELCOME);
		return credential;
	}

	// a peer that does not wait for it was wrong all the same
	private static void refuse(Connection connection, HandshakeException fault) {
		try {
			send(connection, FAILURE);
		}
		catch (RpcException ex) {
			fault.addSuppressed(ex);
		}
	}

	Credential judge(byte[] message, byte[] answer, List<Credential> accepted) {
		Digest digest = (answer.length == MD5_LENGTH) ? Digest.MD5 : Digest.named(answer);
		if (digest == null) {
			throw unexpectedAnswer(answer);
		}
		byte[] prefix = (answer.length == MD5_LENGTH) ? new byte[0] : digest.prefix();
		Credential found = null;
		// all of them in any case: the time must not tell which
		for (Credential credential : accepted) {
			boolean equal = MessageDigest.isEqual(answer, concat(prefix, digest.mac(credential.key(), message)));
			found = equal ? credential : found;
		}
		if (found == null) {
			throw isMessage(answer) ? unexpectedAnswer(answer)
					: new HandshakeException(Reason.WRONG_KEY, "The peer's authkey is another one than ours");
		}
		if (digest == Digest.MD5 && !this.md5Allowed) {
			throw md5Refused("The peer answered with HMAC-MD5");
		}
		return found;
	}

	private HandshakeException unexpectedAnswer(byte[] answer) {
		if (isMessage(answer)) {
			return new HandshakeException(Reason.NO_KEY,
					"The peer sent a message where its answer to the challenge was due: it has no authkey");
		}
		return new HandshakeException(Reason.OTHER_PROTOCOL,
				"The peer's answer to the challenge (%d bytes) is of no known form".formatted(answer.length));
	}

	private void answer(Connection connection, AuthKey key) {
		byte[] frame = receive(connection);
		if (!startsWith(frame, CHALLENGE)) {
			throw new HandshakeException(Reason.OTHER_PROTOCOL,
					"The peer sent %d bytes where its challenge was due".formatted(frame.length));
		}
		byte[] message = Arrays.copyOfRange(frame, CHALLENGE.length, frame.length);
		send(connection, answerTo(message, key));
		byte[] verdict = receive(connection);
		if (!Arrays.equals(verdict, WELCOME)) {
			throw new HandshakeException(Reason.REFUSED_BY_PEER,
					"The peer refused our answer to its challenge: its authkey is another one than ours");
		}
	}

	private byte[] answerTo(byte[] message, AuthKey key) {
		if (message.length == LEGACY_MESSAGE_LENGTH) {
			if (!this.md5Allowed) {
				throw md5Refused("The peer's challenge asks for HMAC-MD5");
			}
			return Digest.MD5.mac(key, message);
		}
		Digest digest = Digest.named(message);
		if (digest == null || message.length < LEGACY_MESSAGE_LENGTH) {
			throw new HandshakeException(Reason.OTHER_PROTOCOL,
					"The peer's challenge (%d bytes) names no known digest".formatted(message.length));
		}
		if (digest == Digest.MD5 && !this.md5Allowed) {
			throw md5Refused("The peer's challenge asks for HMAC-MD5");
		}
		return concat(digest.prefix(), digest.mac(key, message));
	}

	private static HandshakeException md5Refused(String what) {
		return new HandshakeException(Reason.MD5_REFUSED,
				what + ", which is not allowed here: it needs Python 3.12 or later");
	}

	/**
	 * Tells whether a frame is a challenge, with which a listener begins that has a key.
	 * @param frame the payload of the frame
	 * @return whether it begins as one
	 */
	public static boolean isChallenge(Payload frame) {
		for (int i = 0; i < CHALLENGE.length; i++) {
			if (frame.at(i) != CHALLENGE[i]) {
				return false;
			}
		}
		return true;
	}

	private static byte[] receive(Connection connection) {
		long length = connection.receiveLength();
		if (length == Connection.END) {
			throw new RpcConnectionException("The peer closed the connection during the handshake", Executed.NO, null);
		}
		if (length > MAX_LENGTH) {
			throw tooLong(length);
		}
		return connection.receivePayload((int) length).toByteArray();
	}

	private static HandshakeException tooLong(long length) {
		String header = new String(ByteBuffer.allocate(Long.BYTES).putLong(length).array(), Integer.BYTES,
				Integer.BYTES, StandardCharsets.ISO_8859_1);
		if (header.matches("[A-Z]{3}[A-Z ]")) {
			return new HandshakeException(Reason.HTTP, "The peer speaks HTTP, not multiprocessing.connection");
		}
		if (header.startsWith("\u0016\u0003")) {
			return new HandshakeException(Reason.TLS, "The peer speaks TLS, which is not configured here");
		}
		return new HandshakeException(Reason.OTHER_PROTOCOL,
				("The peer sent a frame of %d bytes where at most %d are allowed before it is authenticated: "
						+ "it has no authkey, or speaks another protocol")
					.formatted(length, MAX_LENGTH));
	}

	private static void send(Connection connection, byte[] payload) {
		byte[] frame = ByteBuffer.allocate(Integer.BYTES + payload.length).putInt(payload.length).put(payload).array();
		connection.send(Payload.of(frame));
	}

	// an answer, too, can begin with a brace
	private static boolean isMessage(byte[] bytes) {
		return isPickle(bytes) || startsWith(bytes, ascii("[\"")) || startsWith(bytes, ascii("{\""));
	}

	private static boolean isPickle(byte[] bytes) {
		return bytes.length > 2 && bytes[0] == (byte) 0x80 && bytes[1] <= 5 && bytes[bytes.length - 1] == '.';
	}

	private static boolean startsWith(byte[] bytes, byte[] prefix) {
		return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static byte[] concat(byte[] first, byte[] second) {
		return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
