package io.rpcboot.wire;

import java.util.Arrays;

/**
 * A part of a byte array: what a frame carries, or what its envelope holds.
 *
 * @param bytes the array
 * @param offset where the part begins
 * @param length how many bytes it has
 */
public record Payload(byte[] bytes, int offset, int length) {

	/**
	 * Wraps a whole array.
	 * @param bytes the array; not copied
	 * @return the payload
	 */
	public static Payload of(byte[] bytes) {
		return new Payload(bytes, 0, bytes.length);
	}

	/**
	 * One byte of the payload.
	 * @param index its index, from 0
	 * @return its unsigned value, or -1 beyond the end
	 */
	public int at(int index) {
		return (index < this.length) ? this.bytes[this.offset + index] & 0xFF : -1;
	}

	/**
	 * Compares the bytes.
	 * @param other another payload
	 * @return whether it has the same bytes
	 */
	public boolean hasSameBytes(Payload other) {
		return Arrays.equals(this.bytes, this.offset, this.offset + this.length, other.bytes, other.offset,
				other.offset + other.length);
	}

	/**
	 * Copies the bytes.
	 * @return a new array
	 */
	public byte[] toByteArray() {
		return Arrays.copyOfRange(this.bytes, this.offset, this.offset + this.length);
	}

}
