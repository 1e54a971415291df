package io.rpcboot.message;

import io.rpcboot.wire.Envelope;

/**
 * Understands the messages of one format.
 */
interface FormatHandler {

	/**
	 * Takes a message. One that is no call becomes a message that is answered with a
	 * failure.
	 * @param message the message and what was around it
	 * @param conversation where it was received
	 * @return the message, to be answered
	 */
	ReceivedMessage receive(Envelope.Opened message, Conversation conversation);

}
