package io.rpcboot.wire;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other end of a connection, which does whatever a test wants, written without the
 * code that is tested.
 */
public final class RawPeer implements Closeable {

	private static final int WAIT_MILLIS = 20_000;

	private static final byte[] CHALLENGE = Bytes.of("#CHALLENGE#");

	private static final byte[] WELCOME = Bytes.of("#WELCOME#");

	private static final byte[] FAILURE = Bytes.of("#FAILURE#");

	private final Socket socket;

	private final DataInputStream input;

	RawPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(WAIT_MILLIS);
		socket.setTcpNoDelay(true);
		this.input = new DataInputStream(socket.getInputStream());
	}

	/**
	 * Connects.
	 * @param server the server's address
	 * @return the connected peer
	 * @throws IOException if it cannot connect
	 */
	public static RawPeer connect(InetSocketAddress server) throws IOException {
		Socket socket = new Socket();
		socket.connect(server, WAIT_MILLIS);
		return new RawPeer(socket);
	}

	/**
	 * Waits for a connection.
	 * @param listener where to
	 * @return the connected peer
	 * @throws IOException if there is none
	 */
	public static RawPeer accept(ServerSocket listener) throws IOException {
		return new RawPeer(listener.accept());
	}

	/**
	 * Gives this end's address, as the other side logs it.
	 * @return host and port
	 */
	public String address() {
		return this.socket.getLocalAddress().getHostAddress() + ":" + this.socket.getLocalPort();
	}

	public void send(byte[]... parts) throws IOException {
		this.socket.getOutputStream().write(Bytes.concat(parts));
	}

	public void sendFrame(byte[] payload) throws IOException {
		send(Bytes.frame(payload));
	}

	/**
	 * Reads a frame.
	 * @return its payload
	 * @throws IOException if there is none
	 */
	public byte[] readFrame() throws IOException {
		byte[] payload = new byte[this.input.readInt()];
		this.input.readFully(payload);
		return payload;
	}

	/**
	 * Reads the beginning of what comes next.
	 * @param count of how many bytes
	 * @throws IOException if there are fewer
	 */
	public void readBytes(int count) throws IOException {
		this.input.readFully(new byte[count]);
	}

	public void sendChallenge(byte[] message) throws IOException {
		sendFrame(Bytes.concat(CHALLENGE, message));
	}

	/**
	 * Reads a challenge.
	 * @return its message
	 * @throws IOException if there is none
	 */
	public byte[] readChallenge() throws IOException {
		byte[] challenge = readFrame();
		assertThat(challenge).startsWith(CHALLENGE);
		return Arrays.copyOfRange(challenge, CHALLENGE.length, challenge.length);
	}

	public void sendWelcome() throws IOException {
		sendFrame(WELCOME);
	}

	public void readWelcome() throws IOException {
		assertThat(readFrame()).isEqualTo(WELCOME);
	}

	public void sendFailure() throws IOException {
		sendFrame(FAILURE);
	}

	/**
	 * Does the part of a client in the handshake.
	 * @param key the key
	 * @throws IOException if the connection is lost
	 */
	public void authenticate(String key) throws IOException {
		answerChallenge(key);
		challenge(key);
	}

	/**
	 * Does the part of a server in the handshake.
	 * @param key the key
	 * @throws IOException if the connection is lost
	 */
	public void admit(String key) throws IOException {
		challenge(key);
		answerChallenge(key);
	}

	/**
	 * Does the half of the handshake in which this side challenges the other.
	 * @param key the key
	 * @throws IOException if the connection is lost
	 */
	public void challenge(String key) throws IOException {
		byte[] message = ChallengeStyle.SHA256.message();
		sendChallenge(message);
		assertThat(readFrame()).isEqualTo(ChallengeStyle.SHA256.answer(key, message));
		sendWelcome();
	}

	/**
	 * Does the half of the handshake in which this side is challenged.
	 * @param key the key
	 * @throws IOException if the connection is lost
	 */
	public void answerChallenge(String key) throws IOException {
		sendFrame(ChallengeStyle.SHA256.answer(key, readChallenge()));
		readWelcome();
	}

	/**
	 * Sends a short message as pickled text, and reads the reply.
	 * @param json the message
	 * @return the reply's text, or type and text of the exception that it is
	 * @throws IOException if the connection is lost
	 */
	public String call(String json) throws IOException {
		sendFrame(Bytes.pickle(json));
		return readReply();
	}

	/**
	 * Reads a call: a pickled text that tells that it is not from Python 2.7.
	 * @return the text
	 * @throws IOException if the connection is lost
	 */
	public String readCall() throws IOException {
		byte[] call = readFrame();
		assertThat(new String(call, StandardCharsets.ISO_8859_1)).startsWith("\u0080\u0002X").endsWith("q\u0002.");
		return text(call, 3, 3);
	}

	/**
	 * Reads a reply: a pickled text, or a pickled exception, which may be in pickled
	 * bytes.
	 * @return the text, or type and text of the exception
	 * @throws IOException if the connection is lost
	 */
	public String readReply() throws IOException {
		byte[] reply = readFrame();
		if (reply[2] == 'B') {
			reply = Arrays.copyOfRange(reply, 3 + Integer.BYTES, reply.length - 1);
		}
		String latin = new String(reply, StandardCharsets.ISO_8859_1);
		assertThat(latin).startsWith("\u0080\u0002");
		if (latin.charAt(2) == 'X') {
			assertThat(latin).endsWith("q\u0002.");
			return text(reply, 3, 3);
		}
		String global = "c__builtin__\n";
		assertThat(latin.substring(2)).startsWith(global).endsWith("\u0085R.");
		int end = latin.indexOf('\n', 2 + global.length());
		assertThat(latin.charAt(end + 1)).isIn('X', 'T');
		return latin.substring(2 + global.length(), end) + ": " + text(reply, end + 2, 3);
	}

	private static String text(byte[] pickle, int lengthOffset, int behind) {
		int start = lengthOffset + Integer.BYTES;
		int length = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN).getInt(lengthOffset);
		assertThat(length).isEqualTo(pickle.length - behind - start);
		return new String(pickle, start, length, StandardCharsets.UTF_8);
	}

	/**
	 * Waits until the other side closes the connection.
	 * @throws IOException if it does not
	 */
	public void awaitEnd() throws IOException {
		try {
			while (this.input.read() >= 0) {
				// what was sent before the end is of no interest
			}
		}
		catch (SocketException ex) {
			// it was reset: it is over, too
		}
	}

	/**
	 * Ends this side's stream, and goes on reading.
	 * @throws IOException if the connection is lost
	 */
	public void finish() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Closes by a reset.
	 * @throws IOException if the socket cannot be closed
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
