package io.rpcboot.server;

import io.rpcboot.message.ReceivedMessage;
import io.rpcboot.message.Reply;
import io.rpcboot.wire.FrameOutput;

/**
 * A message that gives its room back when it has been answered.
 *
 * @param message the message
 * @param length its length in bytes
 * @param buffers where it has its room
 */
record BufferedMessage(ReceivedMessage message, int length, MessageBuffers buffers) implements ReceivedMessage {

	@Override
	public Reply answer(FrameOutput output) {
		try {
			return this.message.answer(output);
		}
		finally {
			this.buffers.release(this.length);
		}
	}

	@Override
	public int concurrentCalls() {
		return this.message.concurrentCalls();
	}

}
