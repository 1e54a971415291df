package io.rpcboot.wire;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
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

	private static final byte[] CHALLENGE = Bytes.of("#CHALLENGE#");

	private static final byte[] WELCOME = Bytes.of("#WELCOME#");

	private static final byte[] FAILURE = Bytes.of("#FAILURE#");

	private final RawSocket socket;

	private final DataInputStream input;

	RawPeer(RawSocket socket) throws IOException {
		this.socket = socket;
		this.input = new DataInputStream(socket.input());
	}

	/**
	 * Does this side's part of TLS's handshake, if there is one. Without it the first
	 * bytes do.
	 * @throws IOException if it fails
	 */
	public void establish() throws IOException {
		this.socket.establish();
	}

	/**
	 * Gives this end's address, as the other side logs it.
	 * @return host and port, if it has them
	 */
	public String address() {
		return this.socket.address();
	}

	public void send(byte[]... parts) throws IOException {
		this.socket.write(Bytes.concat(parts));
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

	/**
	 * Reads a byte.
	 * @return the byte, or -1 at the end
	 * @throws IOException if the connection is lost
	 */
	public int read() throws IOException {
		return this.input.read();
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
		assertThat(latin.substring(2)).startsWith(global);
		int end = latin.indexOf('\n', 2 + global.length());
		String type = latin.substring(2 + global.length(), end) + ": ";
		if (latin.charAt(end + 1) == 'K') {
			type += "[Errno %d] ".formatted((int) latin.charAt(end + 2));
			end += 2;
		}
		assertThat(latin).endsWith(type.endsWith("] ") ? "\u0086R." : "\u0085R.");
		assertThat(latin.charAt(end + 1)).isIn('X', 'T');
		return type + text(reply, end + 2, 3);
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
			byte[] rest = new byte[64 * 1024];
			while (this.input.read(rest) >= 0) {
				// what was sent before the end is of no interest
			}
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// it was reset: it is over, too
		}
	}

	/**
	 * Ends this side's stream, and goes on reading.
	 * @throws IOException if the connection is lost
	 */
	public void finish() throws IOException {
		this.socket.finish();
	}

	/**
	 * Closes by a reset, which over a Unix socket takes something that was not read.
	 * @throws IOException if the socket cannot be closed
	 */
	public void reset() throws IOException {
		this.socket.reset();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
