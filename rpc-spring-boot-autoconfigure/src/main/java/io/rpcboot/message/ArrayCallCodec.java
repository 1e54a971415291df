package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.pickle.PickleLimits;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Calls of the format {@code array}.
 */
final class ArrayCallCodec implements CallCodec {

	private static final PickleReader PICKLES = new PickleReader(PickleLimits.DEFAULT);

	private final JsonCodec codec;

	private final ValueType anything;

	ArrayCallCodec(JsonCodec codec) {
		this.codec = codec;
		this.anything = codec.type(Object.class);
	}

	@Override
	public Payload encode(Call call, FrameOutput output) {
		output.reset();
		try (JsonGenerator generator = this.codec.generator(output)) {
			generator.writeStartArray();
			generator.writeString(call.function());
			writeArguments(call.arguments(), generator);
			generator.writeEndArray();
		}
		return output.frame(Envelope.PICKLED_TEXT);
	}

	private void writeArguments(Arguments arguments, JsonGenerator generator) {
		generator.writeStartArray();
		for (int position = 1; arguments.nextPositional(); position++) {
			write(arguments, String.valueOf(position), generator);
		}
		generator.writeEndArray();
		generator.writeStartObject();
		for (String name = arguments.nextKeyword(); name != null; name = arguments.nextKeyword()) {
			generator.writeName(name);
			write(arguments, "'" + name + "'", generator);
		}
		generator.writeEndObject();
	}

	private void write(Arguments arguments, String argument, JsonGenerator generator) {
		try {
			this.codec.write(arguments.read(this.anything), generator);
		}
		catch (ConversionException ex) {
			throw new RpcEncodingException(ex.describe("argument %s cannot be written as JSON".formatted(argument)),
					Executed.NO, ex);
		}
	}

	@Override
	public RemoteReply decode(Payload reply, ValueType type) {
		Envelope.Opened opened = Envelope.open(reply);
		return opened.holdsPickle() ? failure(opened.content()) : result(opened.content(), type);
	}

	private RemoteReply result(Payload json, ValueType type) {
		try (JsonParser parser = this.codec.parser(json)) {
			return new RemoteReply(read(parser, type), null);
		}
	}

	private static @Nullable Object read(JsonParser parser, ValueType type) {
		try {
			if (parser.nextToken() == null) {
				throw notJson("it is empty", null);
			}
			Object value = type.reader().readValue(parser);
			if (parser.nextToken() != null) {
				throw notJson("there is something behind its end", null);
			}
			return value;
		}
		catch (InputCoercionException ex) {
			throw doesNotFit(type, ex);
		}
		catch (StreamReadException ex) {
			throw notJson(ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			throw doesNotFit(type, ex);
		}
	}

	private static RpcProtocolException notJson(String problem, @Nullable Throwable cause) {
		return new RpcProtocolException("the reply is not JSON: " + problem, Executed.YES, cause);
	}

	private static RpcEncodingException doesNotFit(ValueType type, JacksonException cause) {
		ConversionException problem = ConversionProblems.toException(cause);
		return new RpcEncodingException(problem.describe("the result does not fit " + type), Executed.YES, cause);
	}

	private static RemoteReply failure(Payload pickle) {
		if (unpickle(pickle) instanceof PythonException exception) {
			return new RemoteReply(null, new RemoteError(exception.type(), exception.message(), exception.traceback()));
		}
		throw new RpcProtocolException("the reply is a pickled value where JSON text was expected: the function's "
				+ "result has to be sent by connection.send(json.dumps(result))", Executed.YES, null);
	}

	private static @Nullable Object unpickle(Payload pickle) {
		try {
			return PICKLES.read(pickle);
		}
		catch (RpcProtocolException ex) {
			// the function has answered, whatever it is
			throw new RpcProtocolException(String.valueOf(ex.getMessage()), Executed.YES, ex);
		}
	}

}
