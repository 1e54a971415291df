package io.rpcboot.message;

import io.rpcboot.wire.FrameOutput;

/**
 * A message that has been received, and is to be answered by the thread that did.
 */
@FunctionalInterface
public interface ReceivedMessage {

	/**
	 * Answers the message: has its calls executed and writes their results. A failure of
	 * any sort becomes a reply.
	 * @param output where the reply is written, at the beginning of a frame
	 * @return the reply
	 */
	Reply answer(FrameOutput output);

	/**
	 * Tells how many calls it has that may run while further messages are received and
	 * answered.
	 * @return their number; 0, as by default, where the message has to be answered before
	 * the next one is received
	 */
	default int concurrentCalls() {
		return 0;
	}

}
