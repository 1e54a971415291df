package io.rpcboot.message;

import java.util.Set;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * Answers messages: recognises their format, has their calls executed, and writes the
 * results in kind. A failure of any sort becomes a reply.
 */
public final class MessageHandler {

	private final FormatHandler array;

	private final FormatHandler pickle;

	/**
	 * Creates a handler, which any number of connections can use.
	 * @param codec reads and writes values
	 * @param calls executes the calls
	 * @param errors turns exceptions into failures
	 * @param formats the formats that are accepted
	 */
	public MessageHandler(JsonCodec codec, CallHandler calls, ErrorTranslator errors, Set<MessageFormat> formats) {
		this.array = new ArrayHandler(codec, calls, errors);
		this.pickle = new PickleHandler(codec.pickleValues(), calls, errors, formats.contains(MessageFormat.PICKLE));
	}

	/**
	 * Answers a message.
	 * @param payload the payload of its frame
	 * @param peer who sent it
	 * @param output where the reply is written
	 * @return the reply
	 */
	public Reply answer(Payload payload, String peer, FrameOutput output) {
		Envelope.Opened message = Envelope.open(payload);
		return (message.holdsPickle() ? this.pickle : this.array).answer(message, peer, output);
	}

	/**
	 * Answers a message that was too large to be received.
	 * @param length its length in bytes
	 * @param limit how long it might have been
	 * @param property the property that sets the limit
	 * @param output where the reply is written
	 * @return the reply
	 */
	public Reply answerOversized(long length, long limit, String property, FrameOutput output) {
		String text = "the message has %d bytes, more than the %d that %s allows".formatted(length, limit, property);
		return new Reply(PickledError.frame(new RemoteError("ValueError", text), 0, output), text);
	}

}
