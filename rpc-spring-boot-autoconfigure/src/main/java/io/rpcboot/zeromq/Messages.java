package io.rpcboot.zeromq;

import java.nio.ByteBuffer;

import io.rpcboot.wire.Payload;
import zmq.Msg;

/**
 * Between frames of connections and messages of ZeroMQ, which have lengths of their own.
 */
final class Messages {

	private Messages() {
	}

	/**
	 * Takes the header off a frame.
	 * @param frame the whole frame
	 * @return what it carries
	 */
	static Payload content(Payload frame) {
		return new Payload(frame.bytes(), frame.offset() + Integer.BYTES, frame.length() - Integer.BYTES);
	}

	/**
	 * Makes a message without a copy.
	 * @param content the content, not changed any more
	 * @return the message
	 */
	static Msg of(Payload content) {
		return new Msg(ByteBuffer.wrap(content.bytes(), content.offset(), content.length()).slice());
	}

}
