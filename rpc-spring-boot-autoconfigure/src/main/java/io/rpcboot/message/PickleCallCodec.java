package io.rpcboot.message;

import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.PickleWriter;
import io.rpcboot.pickle.PicklingException;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the format {@code pickle}, as {@code connection.send((name, args, kwargs))}
 * writes them.
 * <p>
 * The first call of a connection is written for any Python; once a reply has shown that
 * it is Python 3, the others are written for that.
 */
final class PickleCallCodec implements CallCodec {

	private final PickleValues values;

	private final PickleReader reader;

	private final ValueType anything;

	private volatile PickleTarget peer = PickleTarget.UNKNOWN;

	PickleCallCodec(JsonCodec codec) {
		this(codec.pickleValues(), codec.type(Object.class));
	}

	private PickleCallCodec(PickleValues values, ValueType anything) {
		this.values = values;
		this.reader = values.reader();
		this.anything = anything;
	}

	@Override
	public CallCodec forConnection() {
		return new PickleCallCodec(this.values, this.anything);
	}

	@Override
	public Payload encode(Call call, long id, Duration remaining, FrameOutput output) {
		output.reset();
		PickleWriter writer = this.values.writer(output, this.peer);
		writer.begin();
		writer.beginTuple();
		writer.write(call.function());
		writeArguments(call.arguments(), writer);
		writer.endTuple();
		writer.end();
		return output.frame(Envelope.RAW);
	}

	private void writeArguments(Arguments arguments, PickleWriter writer) {
		writer.beginTuple();
		for (int position = 1; arguments.nextPositional(); position++) {
			write(arguments, String.valueOf(position), writer);
		}
		writer.endTuple();
		writer.beginDict();
		for (String name = arguments.nextKeyword(); name != null; name = arguments.nextKeyword()) {
			writer.write(name);
			write(arguments, "'" + name + "'", writer);
		}
		writer.endDict();
	}

	private void write(Arguments arguments, String argument, PickleWriter writer) {
		try {
			writer.write(arguments.read(this.anything));
		}
		catch (PicklingException ex) {
			ConversionException problem = PickleValues.toConversionException(ex);
			throw new RpcEncodingException(
					problem.describe("argument %s cannot be written as a pickle".formatted(argument)), Executed.NO, ex);
		}
	}

	@Override
	public RemoteReply decode(Payload reply, ValueType type) {
		Object value = unpickle(reply);
		PickleTarget writer = PickleTarget.of(reply);
		if (writer == PickleTarget.PYTHON_3) {
			this.peer = writer;
		}
		if (value instanceof PythonException failure) {
			return PickledFailure.read(reply, failure);
		}
		try {
			return new RemoteReply(this.values.read(value, type, writer), null);
		}
		catch (ConversionException ex) {
			throw new RpcEncodingException(ex.describe("the result does not fit " + type), Executed.YES, ex);
		}
	}

	private @Nullable Object unpickle(Payload reply) {
		try {
			return this.reader.read(reply);
		}
		catch (RpcProtocolException ex) {
			// the function has answered, whatever it is
			throw new RpcProtocolException(String.valueOf(ex.getMessage()), Executed.YES, ex);
		}
	}

}
