package io.rpcboot.message;

import java.util.Arrays;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.PickleWriter;
import io.rpcboot.pickle.PicklingException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of the format {@code pickle}: with the pickled result or the pickled
 * exception, in the envelope of the call. Where the format is not accepted nothing of a
 * pickle is read.
 */
final class PickleHandler implements FormatHandler {

	private final PickleFormat format;

	private final PickleValues values;

	private final ErrorTranslator errors;

	private final boolean accepted;

	PickleHandler(PickleValues values, ErrorTranslator errors, boolean accepted) {
		this.format = new PickleFormat(values);
		this.values = values;
		this.errors = errors;
		this.accepted = accepted;
	}

	@Override
	public ReceivedMessage receive(Envelope.Opened message, Conversation conversation) {
		return (output) -> answer(message, conversation, output);
	}

	private Reply answer(Envelope.Opened message, Conversation conversation, FrameOutput output) {
		PickleTarget caller = caller(message);
		String function = "";
		try {
			if (!this.accepted) {
				throw refused();
			}
			Call call = this.format.read(message.content(), conversation, caller);
			conversation.understood(MessageFormat.PICKLE, message.envelope());
			function = call.function();
			Object result = conversation.calls().begin(call, null, null).execute();
			writeResult(function, result, caller, output);
			return new Reply(frame(message.envelope(), caller, output), null);
		}
		// an Error, too, must not leave the caller without an answer
		catch (Throwable ex) {
			output.reset();
			PickledError.write(this.errors.translate(function, ex), protocol(caller), output);
			return new Reply(frame(message.envelope(), caller, output), Reply.complaint(ex));
		}
	}

	private static PickleTarget caller(Envelope.Opened message) {
		PickleTarget inside = PickleTarget.of(message.content());
		if (message.envelope() == Envelope.RAW || inside == PickleTarget.PYTHON_3) {
			return inside;
		}
		return (message.protocol() > 2) ? PickleTarget.PYTHON_3 : PickleTarget.PYTHON_2;
	}

	private static int protocol(PickleTarget caller) {
		return switch (caller) {
			case PYTHON_2 -> 2;
			case PYTHON_3 -> 3;
			case UNKNOWN -> 0;
		};
	}

	private static CallRefusedException refused() {
		return new CallRefusedException(Reason.NOT_ALLOWED,
				"pickled calls are not accepted here: add pickle to rpc.server.formats, or send JSON text, "
						+ "connection.send(json.dumps([name, args, kwargs]))");
	}

	private void writeResult(String function, @Nullable Object result, PickleTarget caller, FrameOutput output) {
		try {
			PickleWriter writer = this.values.writer(output, caller);
			writer.begin();
			writer.write(result);
			writer.end();
			output.claimRoom();
		}
		catch (PicklingException ex) {
			ConversionException problem = PickleValues.toConversionException(ex);
			throw new RpcEncodingException(problem.describe(function + "() returned what a pickle cannot hold"),
					Executed.YES, ex);
		}
	}

	// What Python 2.7 unpickles by hand are bytes of its own kind.
	private Payload frame(Envelope envelope, PickleTarget caller, FrameOutput output) {
		if (envelope == Envelope.RAW || caller == PickleTarget.PYTHON_3) {
			return output.frame((envelope == Envelope.RAW) ? envelope : Envelope.PICKLED_BYTES);
		}
		Payload raw = output.frame(Envelope.RAW);
		byte[] pickle = Arrays.copyOfRange(raw.bytes(), raw.offset() + Integer.BYTES, raw.offset() + raw.length());
		output.reset();
		PickleWriter writer = this.values.writer(output, caller);
		writer.begin();
		writer.write(pickle);
		writer.end();
		return output.frame(Envelope.RAW);
	}

}
