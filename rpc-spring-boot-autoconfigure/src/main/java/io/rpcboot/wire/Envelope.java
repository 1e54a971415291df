package io.rpcboot.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What is around a message in its frame. A peer is answered in the envelope that it used.
 */
public enum Envelope {

	/** A pickle of one text: what {@code connection.send(text)} writes. */
	PICKLED_TEXT(2, 'X', "q\2."),

	/** A pickle of one bytes: what {@code connection.send(data)} writes in Python 3. */
	PICKLED_BYTES(3, 'B', "."),

	/** The bytes as they are: what {@code connection.send_bytes(data)} writes. */
	RAW(-1, 'x', "");

	static final int PICKLE_PREFIX_LENGTH = 7;

	static final int PICKLE_SUFFIX_LENGTH = 3;

	private static final byte STOP = '.';

	private static final int PROTO = 0x80;

	private static final int MAX_PROTOCOL = 5;

	private static final int PYTHON_2 = 2;

	private static final int MARK = 2;

	private final int protocol;

	private final char opcode;

	private final byte[] suffix;

	Envelope(int protocol, char opcode, String suffix) {
		this.protocol = protocol;
		this.opcode = opcode;
		this.suffix = suffix.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Opens a frame's payload. Everything that is not a pickle of one text or one bytes,
	 * as any Python from 2.7 on writes it, is raw. What stands behind the pickle's end is
	 * ignored, as Python does.
	 * @param payload the payload of a frame
	 * @return what it is and what it holds
	 */
	public static Opened open(Payload payload) {
		int protocol = protocol(payload);
		Opened pickled = (protocol >= 0) ? new TextPickle(payload).open() : null;
		return (pickled != null) ? pickled : new Opened(RAW, Math.max(0, protocol), payload);
	}

	/**
	 * Opens a payload of which not all is there.
	 * @param beginning its first bytes, and any others
	 * @return what it is and what it holds, which is not all of it, and some of what
	 * stands behind it
	 */
	public static Opened openPart(Payload beginning) {
		int protocol = protocol(beginning);
		Opened pickled = (protocol >= 0) ? new TextPickle(beginning).openPart() : null;
		return (pickled != null) ? pickled : new Opened(RAW, Math.max(0, protocol), beginning);
	}

	private static int protocol(Payload payload) {
		int protocol = payload.at(1);
		return (payload.at(0) == PROTO && protocol <= MAX_PROTOCOL) ? protocol : -1;
	}

	// Writes what stands before the content, in the form that every Python from 2.7 on
	// (text) or from 3.0 on (bytes) reads.
	int writePrefix(byte[] target, int contentOffset, int contentLength) {
		if (this == RAW) {
			return contentOffset;
		}
		int start = contentOffset - PICKLE_PREFIX_LENGTH;
		ByteBuffer.wrap(target, start, PICKLE_PREFIX_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put((byte) PROTO)
			.put((byte) this.protocol)
			.put((byte) this.opcode)
			.putInt(contentLength);
		return start;
	}

	// What stands behind the content. Text has a memo with the number 2, where every
	// Python gives 0 or 1 to an only value: so the peer does not take us for Python 2.7.
	byte[] suffix() {
		return this.suffix;
	}

	/**
	 * An opened envelope.
	 *
	 * @param envelope what it was
	 * @param protocol the pickle protocol that the peer uses, 0 where there was no
	 * pickle: 2 for Python 2.7 alone, 3 for one that can do more than it did
	 * @param content the message
	 */
	public record Opened(Envelope envelope, int protocol, Payload content) {

		/**
		 * Tells whether the content is a pickle of something else than one text or bytes.
		 * @return whether it begins as a pickle does
		 */
		public boolean holdsPickle() {
			return this.content.at(0) == PROTO || this.content.at(0) == '(';
		}

	}

	/**
	 * Recognises a pickle of one text or one bytes.
	 *
	 * <pre>
	 * pickle = 80 protocol [ frame ] value [ memo ] [ frame ] 2E
	 * frame  = 95 uint64le
	 * memo   = 71 index / 72 uint32le index / 94
	 * value  = 8C len8 utf8 / 58 len32 utf8 / 8D len64 utf8     ; text
	 *        / 55 len8 bytes / 54 len32 bytes                   ; Python 2's str: text
	 *        / 43 len8 bytes / 42 len32 bytes / 8E len64 bytes  ; bytes
	 * </pre>
	 */
	private static final class TextPickle {

		private static final int FRAME_LENGTH = 9;

		private final Payload payload;

		private int position = 2;

		private int opcode;

		private boolean marked;

		private TextPickle(Payload payload) {
			this.payload = payload;
		}

		@Nullable Opened open() {
			long length = begin();
			int start = this.position;
			if (length < 0 || length > this.payload.length() - start) {
				return null;
			}
			this.position += (int) length;
			skipMemo();
			skipFrame();
			return (next() == STOP) ? opened(start, (int) length) : null;
		}

		@Nullable Opened openPart() {
			return (begin() < 0) ? null : opened(this.position, this.payload.length() - this.position);
		}

		// Gives the length of the value, -1 where there is none.
		private long begin() {
			skipFrame();
			this.opcode = next();
			int lengthBytes = switch (this.opcode) {
				case 0x8C, 'U', 'C' -> 1;
				case 'X', 'T', 'B' -> Integer.BYTES;
				case 0x8D, 0x8E -> Long.BYTES;
				default -> 0;
			};
			return (lengthBytes == 0) ? -1 : littleEndian(lengthBytes);
		}

		private Opened opened(int start, int length) {
			boolean bytes = this.opcode == 'C' || this.opcode == 'B' || this.opcode == 0x8E;
			Payload content = new Payload(this.payload.bytes(), this.payload.offset() + start, length);
			return new Opened(bytes ? PICKLED_BYTES : PICKLED_TEXT, protocol(), content);
		}

		private void skipFrame() {
			if (this.payload.at(this.position) == 0x95) {
				this.position += FRAME_LENGTH;
			}
		}

		private void skipMemo() {
			switch (this.payload.at(this.position)) {
				case 0x94 -> this.position += 1;
				case 'q' -> {
					this.marked = this.payload.at(this.position + 1) == MARK;
					this.position += 1 + 1;
				}
				case 'r' -> this.position += 1 + Integer.BYTES;
				default -> {
				}
			}
		}

		private int protocol() {
			int protocol = this.payload.at(1);
			return (protocol == PYTHON_2 && this.marked) ? PYTHON_2 + 1 : protocol;
		}

		private int next() {
			return this.payload.at(this.position++);
		}

		private long littleEndian(int count) {
			long value = 0;
			for (int i = 0; i < count; i++) {
				int octet = next();
				if (octet < 0) {
					return -1;
				}
				value |= (long) octet << (Byte.SIZE * i);
			}
			return value;
		}

	}

}
