package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of the format {@code array}: with the result as JSON in the envelope of
 * the call, or with a pickled exception.
 */
final class ArrayHandler implements FormatHandler {

	private final ArrayFormat format;

	private final JsonCodec codec;

	private final CallHandler calls;

	private final ErrorTranslator errors;

	ArrayHandler(JsonCodec codec, CallHandler calls, ErrorTranslator errors) {
		this.format = new ArrayFormat(codec);
		this.codec = codec;
		this.calls = calls;
		this.errors = errors;
	}

	@Override
	public Reply answer(Envelope.Opened message, String peer, FrameOutput output) {
		String function = "";
		try {
			Call call = this.format.read(message.content(), peer);
			function = call.function();
			Object result = this.calls.handle(call);
			return new Reply(success(function, result, message.envelope(), output), null);
		}
		// an Error, too, must not leave the caller without an answer
		catch (Throwable ex) {
			RemoteError error = this.errors.translate(function, ex);
			return new Reply(PickledError.frame(error, message.protocol(), output), Reply.complaint(ex));
		}
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

}
