package io.rpcboot.message;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;

/**
 * Answers calls of the format {@code array}: with the result as JSON in the envelope of
 * the call, or with a pickled exception. They have no ids, so each is answered before the
 * next message is received.
 */
final class ArrayHandler implements FormatHandler {

	private final ArrayFormat format;

	private final JsonCodec codec;

	private final ErrorTranslator errors;

	ArrayHandler(JsonCodec codec, ErrorTranslator errors) {
		this.format = new ArrayFormat(codec);
		this.codec = codec;
		this.errors = errors;
	}

	@Override
	public ReceivedMessage receive(Envelope.Opened message, Conversation conversation) {
		return (output) -> answer(message, conversation, output);
	}

	/**
	 * Refuses a message of which nothing is known.
	 * @param refusal why
	 * @return the message, to be answered
	 */
	ReceivedMessage refuse(CallRefusedException refusal) {
		return (output) -> new Reply(PickledError.frame(this.errors.translate("", refusal), 0, output),
				Reply.complaint(refusal));
	}

	private Reply answer(Envelope.Opened message, Conversation conversation, FrameOutput output) {
		String function = "";
		try {
			Call call = this.format.read(message.content(), conversation);
			conversation.understood(MessageFormat.ARRAY, message.envelope());
			function = call.function();
			Object result = conversation.calls().begin(call, null, null).execute();
			this.codec.writeResult(function, result, output);
			output.claimRoom();
			return new Reply(output.frame(message.envelope()), null);
		}
		// an Error, too, must not leave the caller without an answer
		catch (Throwable ex) {
			RemoteError error = this.errors.translate(function, ex);
			return new Reply(PickledError.frame(error, message.protocol(), output), Reply.complaint(ex));
		}
	}

}
