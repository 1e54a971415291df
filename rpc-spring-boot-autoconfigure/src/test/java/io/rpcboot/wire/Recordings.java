package io.rpcboot.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What CPython put on the wire. The README beside the files tells their fields.
 */
public final class Recordings {

	private static final JsonMapper MAPPER = new JsonMapper();

	// with which the long contents repeat: x and s, None, a euro sign, digits, hex digits
	private static final int[] PERIODS = { 1, 2, 3, 10, 16 };

	private Recordings() {
	}

	static Stream<MacVector> macs() {
		return rows("mac_vectors").map((row) -> new MacVector(string(row, "source"), key(row, "key_hex"),
				hex(row, "message_hex"), hex(row, "response_hex"), row.get("accepted").booleanValue()));
	}

	static Stream<Conversation> conversations() {
		return Stream.of("2.7.18", "3.8.18", "3.11.7", "3.13.0")
			.flatMap((version) -> rows("vectors-" + version).map((row) -> conversation(version, row)));
	}

	/**
	 * Gives the pickled values.
	 * @return one for each value, version, protocol and way to pickle
	 */
	public static Stream<Pickle> pickles() {
		return Stream.of("2.7.18", "3.8.18", "3.11.7")
			.flatMap((version) -> rows("pickles-" + version))
			.filter((row) -> !row.hasNonNull("error"))
			.map((row) -> new Pickle(string(row, "name"), string(row, "python"), row.get("protocol").asInt(-1),
					bytes(row, "")));
	}

	private static Conversation conversation(String version, JsonNode row) {
		List<Frame> frames = row.get("frames")
			.valueStream()
			.map((frame) -> new Frame(string(frame, "dir").equals("c2s"), bytes(frame, "payload_")))
			.toList();
		Conversation conversation = new Conversation(version, string(row, "scenario"),
				row.hasNonNull("client_authkey_hex") ? key(row, "client_authkey_hex") : null, frames);
		check(conversation.stream(true), string(row, "c2s_sha256"));
		check(conversation.stream(false), string(row, "s2c_sha256"));
		return conversation;
	}

	private static void check(byte[] stream, String sha256) {
		if (!sha256(stream).equals(sha256)) {
			throw new IllegalStateException("The frames are not the stream");
		}
	}

	/**
	 * Reads bytes that are given as a whole, or by their ends and their digest.
	 */
	private static byte[] bytes(JsonNode row, String prefix) {
		if (row.hasNonNull(prefix + "hex")) {
			return hex(row, prefix + "hex");
		}
		byte[] bytes = new byte[row.get("len").intValue()];
		byte[] first = hex(row, prefix + "first64");
		byte[] last = hex(row, prefix + "last64");
		for (int period : PERIODS) {
			System.arraycopy(first, 0, bytes, 0, first.length);
			for (int i = first.length; i < bytes.length - last.length; i++) {
				bytes[i] = bytes[i - period];
			}
			System.arraycopy(last, 0, bytes, bytes.length - last.length, last.length);
			if (sha256(bytes).equals(string(row, prefix + "sha256"))) {
				return bytes;
			}
		}
		throw new IllegalStateException("Cannot be rebuilt: " + row);
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<JsonNode> rows(String file) {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(
				Recordings.class.getResourceAsStream("vectors/" + file + ".jsonl"), StandardCharsets.UTF_8))) {
			return reader.lines().map(MAPPER::readTree).toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String string(JsonNode row, String field) {
		return row.get(field).stringValue();
	}

	private static String key(JsonNode row, String field) {
		return new String(hex(row, field), StandardCharsets.UTF_8);
	}

	private static byte[] hex(JsonNode row, String field) {
		return Bytes.hex(string(row, field));
	}

	/**
	 * A challenge and its answer.
	 */
	record MacVector(String source, String key, byte[] message, byte[] response, boolean accepted) {

		@Override
		public String toString() {
			return this.source;
		}

	}

	/**
	 * A client and a server of the same version. The client's key is {@code null} where
	 * there was no handshake.
	 */
	record Conversation(String version, String scenario, String clientKey, List<Frame> frames) {

		/**
		 * The whole stream of one direction.
		 */
		byte[] stream(boolean fromClient) {
			return Bytes.concat(payloads(fromClient).map(Bytes::frame).toArray(byte[][]::new));
		}

		Stream<byte[]> payloads(boolean fromClient) {
			return this.frames.stream().filter((frame) -> frame.fromClient() == fromClient).map(Frame::payload);
		}

		@Override
		public String toString() {
			return this.version + " " + this.scenario;
		}

	}

	/**
	 * A frame of a conversation.
	 */
	record Frame(boolean fromClient, byte[] payload) {

	}

	/**
	 * A value and what it becomes.
	 *
	 * @param name tells the value
	 * @param version of the interpreter
	 * @param protocol the pickle protocol, -1 for what {@code send} chooses
	 * @param bytes the pickle
	 */
	public record Pickle(String name, String version, int protocol, byte[] bytes) {

		/**
		 * Tells whether this is one text or bytes in a form that {@code send} writes.
		 */
		boolean isOpened() {
			boolean single = this.name.startsWith("str:") || this.name.startsWith("bytes:");
			boolean bytesBeforeThree = this.name.startsWith("bytes:") && this.protocol == 2
					&& !this.version.startsWith("2");
			return single && !bytesBeforeThree && this.protocol != 0 && this.protocol != 1;
		}

		/**
		 * Tells whether the value is bytes and not text, which they are in Python 2.
		 * @return whether it is
		 */
		public boolean isBytes() {
			return this.name.startsWith("bytes:") && !this.version.startsWith("2");
		}

		/**
		 * What the name says of a text.
		 * @return the text, with halves of surrogate pairs
		 */
		public String text() {
			return switch (this.name) {
				case "str:lone-high-surrogate" -> "\uD83D";
				case "str:lone-low-surrogate" -> "\uDE00";
				case "str:split-pair" -> "\uD83D\uDE00";
				default -> new String(content(), StandardCharsets.UTF_8);
			};
		}

		/**
		 * What the name says of a text or bytes.
		 * @return the bytes of both
		 */
		public byte[] content() {
			String value = this.name.substring(this.name.indexOf(':') + 1);
			if (value.matches("x\\*\\d+")) {
				byte[] repeated = new byte[Integer.parseInt(value.substring(2))];
				Arrays.fill(repeated, (byte) 'x');
				return repeated;
			}
			String emoji = "\uD83D\uDE00";
			return switch (value) {
				case "empty" -> new byte[0];
				case "hello" -> Bytes.of("hello");
				case "00ff" -> Bytes.hex("00 ff");
				case "json" -> Bytes.of("[\"add\", [2, 3], {}]");
				case "nul" -> Bytes.of("a\0b");
				case "e-acute" -> Bytes.hex("c3 a9");
				case "emoji" -> emoji.getBytes(StandardCharsets.UTF_8);
				case "emoji*64" -> emoji.repeat(64).getBytes(StandardCharsets.UTF_8);
				case "lone-high-surrogate" -> Bytes.hex("ed a0 bd");
				case "lone-low-surrogate" -> Bytes.hex("ed b8 80");
				case "split-pair" -> Bytes.hex("ed a0 bd ed b8 80");
				default -> throw new IllegalArgumentException(value);
			};
		}

		@Override
		public String toString() {
			return "%s %s protocol %d".formatted(this.version, this.name, this.protocol);
		}

	}

}
