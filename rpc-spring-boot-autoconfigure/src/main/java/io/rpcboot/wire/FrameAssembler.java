package io.rpcboot.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Puts frames together from whatever pieces they arrive in. Of a payload that is longer
 * than allowed it keeps a piece of the beginning and one of the end.
 */
final class FrameAssembler {

	private static final int BUFFER_SIZE = 4096;

	private static final int PIECE = 1024;

	// what is even longer is not worth the wait
	private static final long MAX_SKIPPED = 1L << 30;

	private final int maxLength;

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	private @Nullable ByteBuffer payload;

	private long length;

	private long toSkip;

	/**
	 * Creates an assembler.
	 * @param maxLength the longest payload that is kept
	 */
	FrameAssembler(int maxLength) {
		this.maxLength = maxLength;
	}

	/**
	 * Tells whether a frame has begun that is not whole.
	 * @return whether more has to come
	 */
	boolean isInsideFrame() {
		return this.payload != null || this.buffer.hasRemaining();
	}

	/**
	 * Reads more bytes, once.
	 * @param source where from
	 * @return what the source returned
	 * @throws IOException if the source throws it
	 */
	int fill(Source source) throws IOException {
		ByteBuffer begun = this.payload;
		if (begun != null && this.toSkip == 0 && !this.buffer.hasRemaining()) {
			return source.read(begun, begun.position() > 0);
		}
		this.buffer.compact();
		try {
			return source.read(this.buffer, begun != null);
		}
		finally {
			this.buffer.flip();
		}
	}

	/**
	 * Takes the next frame.
	 * @return the frame, or {@code null} if it is not whole yet
	 * @throws RpcProtocolException if its length is negative
	 */
	@Nullable ReceivedFrame next() {
		ByteBuffer begun = (this.payload != null) ? this.payload : begin();
		if (begun == null) {
			return null;
		}
		move(begun);
		if (this.toSkip > 0) {
			int count = (int) Math.min(this.toSkip, this.buffer.remaining());
			this.buffer.position(this.buffer.position() + count);
			this.toSkip -= count;
			if (this.toSkip > 0) {
				return null;
			}
			begun.limit(begun.capacity());
			move(begun);
		}
		if (begun.hasRemaining()) {
			return null;
		}
		this.payload = null;
		return new ReceivedFrame(Payload.of(begun.array()), this.length);
	}

	private @Nullable ByteBuffer begin() {
		if (!readLength()) {
			return null;
		}
		if (this.length <= this.maxLength) {
			this.payload = ByteBuffer.allocate((int) this.length);
		}
		else if (this.length > MAX_SKIPPED) {
			this.payload = ByteBuffer.allocate(0);
		}
		else {
			int piece = (int) Math.min(PIECE, this.length / 2);
			this.payload = ByteBuffer.allocate(2 * piece).limit(piece);
			this.toSkip = this.length - 2 * piece;
		}
		return this.payload;
	}

	private boolean readLength() {
		if (this.buffer.remaining() < Integer.BYTES) {
			return false;
		}
		int start = this.buffer.position();
		this.length = this.buffer.getInt();
		if (this.length == -1) {
			if (this.buffer.remaining() < Long.BYTES) {
				this.buffer.position(start);
				return false;
			}
			this.length = this.buffer.getLong();
		}
		if (this.length < 0) {
			throw new RpcProtocolException("The peer announced a frame of a negative length (" + this.length + ")",
					Executed.UNKNOWN, null);
		}
		return true;
	}

	private void move(ByteBuffer target) {
		int count = Math.min(target.remaining(), this.buffer.remaining());
		target.put(this.buffer.slice(this.buffer.position(), count));
		this.buffer.position(this.buffer.position() + count);
	}

	/**
	 * Where bytes come from.
	 */
	interface Source {

		/**
		 * Reads what is there.
		 * @param target where to
		 * @param insidePayload whether the bytes continue a payload that has begun
		 * @return how many bytes, or another number for none
		 */
		int read(ByteBuffer target, boolean insidePayload) throws IOException;

	}

}
