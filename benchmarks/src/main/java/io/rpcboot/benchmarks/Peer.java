package io.rpcboot.benchmarks;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A connection to a server, authenticated as CPython's own client does it, that takes as
 * little as possible of the machine.
 */
final class Peer implements Closeable {

	private static final byte[] CHALLENGE = "#CHALLENGE#".getBytes(StandardCharsets.ISO_8859_1);

	private static final byte[] WELCOME = "#WELCOME#".getBytes(StandardCharsets.ISO_8859_1);

	// it proves nothing to this side, which needs no proof
	private static final byte[] OWN_MESSAGE = "twenty bytes of text".getBytes(StandardCharsets.ISO_8859_1);

	private static final SecretKeySpec KEY = new SecretKeySpec("peekaboo".getBytes(StandardCharsets.ISO_8859_1),
			"HmacMD5");

	private final SocketChannel channel;

	Peer(int port) throws IOException {
		this.channel = SocketChannel.open();
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	static Peer authenticated(int port) throws IOException {
		Peer peer = new Peer(port);
		byte[] challenge = peer.receive();
		peer.send(answer(Arrays.copyOfRange(challenge, CHALLENGE.length, challenge.length)));
		check(WELCOME, peer.receive());
		peer.send(concat(CHALLENGE, OWN_MESSAGE));
		check(answer(OWN_MESSAGE), peer.receive());
		peer.send(WELCOME);
		return peer;
	}

	private static byte[] answer(byte[] message) {
		try {
			Mac mac = Mac.getInstance("HmacMD5");
			mac.init(KEY);
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void check(byte[] expected, byte[] actual) throws IOException {
		if (!MessageDigest.isEqual(expected, actual)) {
			throw new IOException("Refused: " + new String(actual, StandardCharsets.ISO_8859_1));
		}
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	/**
	 * Makes a frame of a text, pickled.
	 * @param text less than 256 characters of ASCII
	 * @return the frame, with its length in front
	 */
	static byte[] frame(String text) {
		byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
		return ByteBuffer.allocate(ascii.length + 14)
			.putInt(ascii.length + 10)
			.put(new byte[] { (byte) 0x80, 2, 'X', (byte) ascii.length, 0, 0, 0 })
			.put(ascii)
			.put(new byte[] { 'q', 0, '.' })
			.array();
	}

	/**
	 * Calls, and waits for the reply.
	 * @param call the call as text in the array format
	 * @return the payload of the reply
	 * @throws IOException if the connection is lost
	 */
	byte[] call(String call) throws IOException {
		writeFully(ByteBuffer.wrap(frame(call)));
		return receive();
	}

	private void send(byte[] payload) throws IOException {
		writeFully(ByteBuffer.allocate(Integer.BYTES + payload.length).putInt(payload.length).put(payload).flip());
	}

	private void writeFully(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	private byte[] receive() throws IOException {
		int length = read(Integer.BYTES).getInt();
		return read(length).array();
	}

	private ByteBuffer read(int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			if (this.channel.read(bytes) < 0) {
				throw new EOFException("The server is gone");
			}
		}
		return bytes.flip();
	}

	/**
	 * Gives the socket, for what this class does not do.
	 * @return the channel
	 */
	SocketChannel channel() {
		return this.channel;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
