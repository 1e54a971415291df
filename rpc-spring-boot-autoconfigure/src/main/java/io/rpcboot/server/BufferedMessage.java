package io.rpcboot.server;

import io.rpcboot.message.ReceivedMessage;
import io.rpcboot.message.Reply;
import io.rpcboot.wire.FrameOutput;

/**
 * A message that leaves its room to its reply.
 *
 * @param message the message
 * @param length its length in bytes
 */
record BufferedMessage(ReceivedMessage message, int length) implements ReceivedMessage {

	@Override
	public Reply answer(FrameOutput output) {
		output.inheritRoom(this.length);
		return this.message.answer(output);
	}

	@Override
	public int concurrentCalls() {
		return this.message.concurrentCalls();
	}

}
