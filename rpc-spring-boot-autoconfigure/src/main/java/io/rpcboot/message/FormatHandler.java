package io.rpcboot.message;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;

/**
 * Answers the messages of one format.
 */
interface FormatHandler {

	/**
	 * Answers a message. A failure of any sort becomes a reply.
	 * @param message the message and what was around it
	 * @param peer who sent it
	 * @param output where the reply is written
	 * @return the reply
	 */
	Reply answer(Envelope.Opened message, String peer, FrameOutput output);

}
