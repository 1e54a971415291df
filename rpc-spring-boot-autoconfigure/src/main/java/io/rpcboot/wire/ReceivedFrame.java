package io.rpcboot.wire;

/**
 * A frame that was received.
 *
 * @param payload the payload; where it is longer than allowed, only a piece of its
 * beginning and one of its end
 * @param length the length that the payload has or would have
 */
public record ReceivedFrame(Payload payload, long length) {

	/**
	 * Tells whether the whole payload is there.
	 * @return {@code false} if it was longer than allowed
	 */
	public boolean isWhole() {
		return this.payload.length() == this.length;
	}

}
