package io.rpcboot.message;

import java.util.function.Function;

import io.rpcboot.wire.FrameOutput;

/**
 * A message whose calls may run while further messages are received and answered.
 *
 * @param concurrentCalls how many calls it has
 * @param answerer answers it
 */
record ConcurrentMessage(int concurrentCalls, Function<FrameOutput, Reply> answerer) implements ReceivedMessage {

	@Override
	public Reply answer(FrameOutput output) {
		return this.answerer.apply(output);
	}

}
