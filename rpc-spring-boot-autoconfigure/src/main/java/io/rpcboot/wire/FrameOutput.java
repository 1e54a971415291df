package io.rpcboot.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;

/**
 * Builds one frame: what is written becomes its content, before which room is kept for
 * the header and the envelope, so that the frame leaves in one piece without a copy.
 */
public final class FrameOutput extends OutputStream {

	private static final int RESERVED = Integer.BYTES + Envelope.PICKLE_PREFIX_LENGTH;

	// enough for most replies: idle connections by the thousand have one each
	private static final int FIRST_SIZE = 256;

	// kept between two frames, larger ones are not
	private static final int KEPT_SIZE = 4096;

	private static final int MAX_SIZE = Integer.MAX_VALUE - 16;

	private byte[] buffer = new byte[FIRST_SIZE];

	private int count = RESERVED;

	private final Room room;

	private int claimed;

	/**
	 * Creates an output that takes as much memory as it needs.
	 */
	public FrameOutput() {
		this(Room.UNBOUNDED);
	}

	/**
	 * Creates an output.
	 * @param room what its frames may take of the memory
	 */
	public FrameOutput(Room room) {
		this.room = room;
	}

	/**
	 * Begins a new frame. The room of the last one is given back.
	 */
	public void reset() {
		this.room.resize(this.claimed, 0);
		this.claimed = 0;
		if (this.buffer.length > KEPT_SIZE) {
			this.buffer = new byte[FIRST_SIZE];
		}
		this.count = RESERVED;
	}

	@Override
	public void write(int octet) {
		ensure(1);
		this.buffer[this.count++] = (byte) octet;
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		ensure(length);
		System.arraycopy(bytes, offset, this.buffer, this.count, length);
		this.count += length;
	}

	/**
	 * Makes room for bytes that are to be put.
	 * @param length how many
	 * @return a buffer of this length, to be filled before anything else is written
	 */
	public ByteBuffer reserve(long length) {
		ensure(length);
		ByteBuffer room = ByteBuffer.wrap(this.buffer, this.count, (int) length);
		this.count += (int) length;
		return room.slice();
	}

	/**
	 * Tells how far the frame is.
	 * @return the number of bytes that were written
	 */
	public int size() {
		return this.count - RESERVED;
	}

	/**
	 * Takes over the room of what the frame answers, until it claims its own or the next
	 * one is begun.
	 * @param length how many bytes have it
	 */
	public void inheritRoom(int length) {
		this.claimed = length;
	}

	/**
	 * Takes room for what was written, until the next frame is begun.
	 * @throws io.rpcboot.RpcException if there is none
	 */
	public void claimRoom() {
		this.room.resize(this.claimed, size());
		this.claimed = size();
	}

	/**
	 * Takes back what was written last.
	 * @param size how many bytes remain, at most as many as there are
	 */
	public void truncate(int size) {
		this.count = RESERVED + size;
	}

	/**
	 * Ends the frame.
	 * @param envelope what to put around the content
	 * @return header, envelope and content; valid until the next frame is begun
	 */
	public Payload frame(Envelope envelope) {
		int start = envelope.writePrefix(this.buffer, RESERVED, this.count - RESERVED);
		write(envelope.suffix(), 0, envelope.suffix().length);
		int length = this.count - start;
		ByteBuffer.wrap(this.buffer).putInt(start - Integer.BYTES, length);
		return new Payload(this.buffer, start - Integer.BYTES, Integer.BYTES + length);
	}

	private void ensure(long more) {
		// some bytes are kept for the end of a pickle
		long needed = this.count + more + Envelope.PICKLE_SUFFIX_LENGTH;
		if (needed > MAX_SIZE) {
			throw new RpcEncodingException("A message cannot be larger than 2 GiB", Executed.UNKNOWN, null);
		}
		if (needed > this.buffer.length) {
			long doubled = Math.min(MAX_SIZE, 2L * this.buffer.length);
			this.buffer = Arrays.copyOf(this.buffer, (int) Math.max(needed, doubled));
		}
	}

}
