package io.rpcboot.message;

import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.pickle.PickleLimits;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Calls of the format {@code array}.
 */
final class ArrayCallCodec implements CallCodec {

	private static final PickleReader PICKLES = new PickleReader(PickleLimits.DEFAULT);

	private final JsonCodec codec;

	private final JsonArgumentWriter writer;

	ArrayCallCodec(JsonCodec codec) {
		this.codec = codec;
		this.writer = new JsonArgumentWriter(codec);
	}

	@Override
	public Payload encode(Call call, long id, Duration remaining, FrameOutput output) {
		output.reset();
		try (JsonGenerator generator = this.codec.generator(output)) {
			generator.writeStartArray();
			generator.writeString(call.function());
			Arguments arguments = call.arguments();
			this.writer.writePositional(arguments, arguments.nextPositional(), generator);
			this.writer.writeKeywords(arguments, arguments.nextKeyword(), generator);
			generator.writeEndArray();
		}
		return output.frame(Envelope.PICKLED_TEXT);
	}

	@Override
	public RemoteReply decode(Payload reply, ValueType type) {
		Envelope.Opened opened = Envelope.open(reply);
		return opened.holdsPickle() ? failure(opened.content()) : result(opened.content(), type);
	}

	private RemoteReply result(Payload json, ValueType type) {
		try (JsonParser parser = this.codec.parser(json)) {
			return new RemoteReply(JsonResults.read(type, () -> read(parser, type)), null);
		}
	}

	private static @Nullable Object read(JsonParser parser, ValueType type) {
		if (parser.nextToken() == null) {
			throw JsonResults.notJson("it is empty", null);
		}
		Object value = type.reader().readValue(parser);
		if (parser.nextToken() != null) {
			throw JsonResults.notJson("there is something behind its end", null);
		}
		return value;
	}

	private static RemoteReply failure(Payload pickle) {
		if (unpickle(pickle) instanceof PythonException exception) {
			return PickledFailure.read(pickle, exception);
		}
		throw new RpcProtocolException("the reply is a pickled value where JSON text was expected: the function's "
				+ "result has to be sent by connection.send(json.dumps(result))", Executed.YES, null);
	}

	static @Nullable Object unpickle(Payload pickle) {
		try {
			return PICKLES.read(pickle);
		}
		catch (RpcProtocolException ex) {
			// the function has answered, whatever it is
			throw new RpcProtocolException(String.valueOf(ex.getMessage()), Executed.YES, ex);
		}
	}

}
