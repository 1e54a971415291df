package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages: recognises what they are, has their calls executed, and writes the
 * results in kind. A failure of any sort becomes a reply.
 */
public final class MessageHandler {

	private final ArrayFormat format;

	private final JsonCodec codec;

	private final CallHandler calls;

	private final ErrorTranslator errors;

	/**
	 * Creates a handler, which any number of connections can use.
	 * @param codec reads and writes values
	 * @param calls executes the calls
	 * @param errors turns exceptions into failures
	 */
	public MessageHandler(JsonCodec codec, CallHandler calls, ErrorTranslator errors) {
		this.format = new ArrayFormat(codec);
		this.codec = codec;
		this.calls = calls;
		this.errors = errors;
	}

	/**
	 * Answers a message.
	 * @param payload the payload of its frame
	 * @param peer who sent it
	 * @param output where the reply is written
	 * @return the reply
	 */
	public Reply answer(Payload payload, String peer, FrameOutput output) {
		Envelope.Opened opened = Envelope.open(payload);
		String function = "";
		try {
			if (opened.holdsPickle()) {
				throw pickleRefused();
			}
			Call call = this.format.read(opened.content(), peer);
			function = call.function();
			Object result = this.calls.handle(call);
			return new Reply(success(function, result, opened.envelope(), output), null);
		}
		// an Error, too, must not leave the caller without an answer
		catch (Throwable ex) {
			RemoteError error = this.errors.translate(function, ex);
			return new Reply(failure(error, opened.protocol(), output), complaint(ex));
		}
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
		return new Reply(failure(new RemoteError("ValueError", text), 0, output), text);
	}

	private static CallRefusedException pickleRefused() {
		return new CallRefusedException(Reason.NOT_ALLOWED,
				"pickled calls are not accepted here: send JSON text, connection.send(json.dumps([name, args, kwargs]))");
	}

	private Payload success(String function, @Nullable Object result, Envelope envelope, FrameOutput output) {
		output.reset();
		try {
			this.codec.write(result, output);
		}
		catch (ConversionException ex) {
			throw new RpcEncodingException(ex.describe(function + "() returned what JSON cannot hold"), Executed.YES,
					ex);
		}
		return output.frame(envelope);
	}

	private static Payload failure(RemoteError error, int protocol, FrameOutput output) {
		output.reset();
		PickledError.write(error, protocol, output);
		return output.frame(Envelope.RAW);
	}

	private static @Nullable String complaint(Throwable failure) {
		return (failure instanceof CallRefusedException refused
				&& (refused.reason() == Reason.INVALID_MESSAGE || refused.reason() == Reason.NOT_ALLOWED))
						? refused.getMessage() : null;
	}

}
