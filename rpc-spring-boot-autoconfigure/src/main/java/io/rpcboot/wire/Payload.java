package io.rpcboot.wire;

/**
 * A part of a byte array: what a frame carries, or what its envelope holds.
 * <p>
 * A received payload may lie in its connection's buffer: it is valid until the next one
 * is received.
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
	 * Copies the bytes.
	 * @return a new array
	 */
	public byte[] toByteArray() {
		byte[] copy = new byte[this.length];
		System.arraycopy(this.bytes, this.offset, copy, 0, this.length);
		return copy;
	}

}
