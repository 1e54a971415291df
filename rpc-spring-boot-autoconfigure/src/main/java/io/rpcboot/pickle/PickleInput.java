package io.rpcboot.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Payload;

/**
 * The bytes of a pickle. Every length is compared with the bytes that are left before
 * anything is allocated.
 */
final class PickleInput {

	// holds every int of 4,300 decimal digits
	private static final int MAX_INT_BYTES = 1786;

	private final byte[] bytes;

	private final int start;

	private final int end;

	private int position;

	private int opcodePosition;

	PickleInput(Payload payload) {
		this.bytes = payload.bytes();
		this.start = payload.offset();
		this.end = payload.offset() + payload.length();
		this.position = this.start;
		this.opcodePosition = this.start;
	}

	/**
	 * Tells how long the payload is.
	 * @return its length in bytes
	 */
	int length() {
		return this.end - this.start;
	}

	/**
	 * Tells where the opcode that was read last stands.
	 * @return its offset in the payload
	 */
	int offset() {
		return this.opcodePosition - this.start;
	}

	int opcode() {
		this.opcodePosition = this.position;
		if (this.position == this.end) {
			throw refused("it ends without STOP");
		}
		return this.bytes[this.position++] & 0xFF;
	}

	int unsignedByte() {
		return this.bytes[take(1)] & 0xFF;
	}

	/**
	 * Reads an unsigned number, little-endian.
	 * @param width how many bytes it has
	 * @return its value, negative if it exceeds a long
	 */
	long unsigned(int width) {
		int from = take(width);
		long value = 0;
		for (int i = width - 1; i >= 0; i--) {
			value = value << Byte.SIZE | this.bytes[from + i] & 0xFF;
		}
		return value;
	}

	int signedInt() {
		return (int) unsigned(Integer.BYTES);
	}

	double bigEndianDouble() {
		return ByteBuffer.wrap(this.bytes, take(Double.BYTES), Double.BYTES).getDouble();
	}

	/**
	 * Reads a length that does not exceed the bytes behind it.
	 * @param width how many bytes the length itself has
	 * @return the length
	 */
	int length(int width) {
		long length = unsigned(width);
		if (length < 0 || length > this.end - this.position) {
			throw refused("%s bytes are announced, %d are left".formatted(Long.toUnsignedString(length),
					this.end - this.position));
		}
		return (int) length;
	}

	byte[] bytes(int length) {
		int from = take(length);
		return Arrays.copyOfRange(this.bytes, from, from + length);
	}

	/**
	 * Reads an int in two's complement, little-endian.
	 * @param length how many bytes it has
	 * @return a Long or a BigInteger
	 */
	Number integer(int length) {
		if (length > MAX_INT_BYTES) {
			throw refused("an int has %d bytes, more than the %d that are read".formatted(length, MAX_INT_BYTES));
		}
		if (length == 0) {
			return 0L;
		}
		byte[] reversed = new byte[length];
		int from = take(length);
		for (int i = 0; i < length; i++) {
			reversed[length - 1 - i] = this.bytes[from + i];
		}
		return PickleText.narrow(new BigInteger(reversed));
	}

	/**
	 * Reads up to the end of a line.
	 * @return the line, without its end
	 */
	byte[] line() {
		int from = this.position;
		while (this.position < this.end) {
			if (this.bytes[this.position++] == '\n') {
				return Arrays.copyOfRange(this.bytes, from, this.position - 1);
			}
		}
		throw refused("a line does not end");
	}

	private int take(int count) {
		int from = this.position;
		if (count > this.end - from) {
			throw refused("it ends in the middle of a value");
		}
		this.position = from + count;
		return from;
	}

	RpcProtocolException refused(String problem) {
		return refused(offset(), problem);
	}

	static RpcProtocolException refused(int offset, String problem) {
		return new RpcProtocolException("the pickle is refused at byte %d: %s".formatted(offset, problem),
				Executed.UNKNOWN, null);
	}

}
