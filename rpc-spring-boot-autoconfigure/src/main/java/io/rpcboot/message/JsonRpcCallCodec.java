package io.rpcboot.message;

import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Calls of the format {@code json-rpc}.
 */
final class JsonRpcCallCodec implements CallCodec, CallCorrelation {

	private static final Payload NULL = Payload.of(new byte[] { 'n', 'u', 'l', 'l' });

	private final JsonCodec codec;

	private final JsonArgumentWriter writer;

	private final JsonRpcReplyId ids;

	private final ValueType anything;

	JsonRpcCallCodec(JsonCodec codec) {
		this.codec = codec;
		this.writer = new JsonArgumentWriter(codec);
		this.ids = new JsonRpcReplyId(codec);
		this.anything = codec.type(Object.class);
	}

	@Override
	public CallCorrelation correlation() {
		return this;
	}

	@Override
	public Payload encode(Call call, long id, Duration remaining, FrameOutput output) {
		output.reset();
		try (JsonGenerator generator = this.codec.generator(output)) {
			generator.writeStartObject();
			generator.writeStringProperty("jsonrpc", "2.0");
			CallOptions options = call.options();
			if (options == null || !options.oneWay()) {
				generator.writeNumberProperty("id", id);
			}
			generator.writeStringProperty("method", call.function());
			generator.writeObjectPropertyStart("meta");
			generator.writeNumberProperty("timeout", remaining.toMillis());
			call.metadata().forEach(generator::writeStringProperty);
			generator.writeEndObject();
			writeParams(call.arguments(), generator);
			generator.writeEndObject();
		}
		return output.frame(Envelope.PICKLED_TEXT);
	}

	private void writeParams(Arguments arguments, JsonGenerator generator) {
		boolean positional = arguments.nextPositional();
		if (positional) {
			generator.writeName("params");
			this.writer.writePositional(arguments, true, generator);
		}
		String keyword = arguments.nextKeyword();
		if (keyword != null && positional) {
			throw new RpcEncodingException("JSON-RPC has no call with arguments by position and by keyword together: "
					+ "give all of them by keyword, or set the client's format to array", Executed.NO, null);
		}
		if (keyword != null) {
			generator.writeName("params");
			this.writer.writeKeywords(arguments, keyword, generator);
		}
	}

	@Override
	public Payload cancellation(long id, FrameOutput output) {
		output.reset();
		try (JsonGenerator generator = this.codec.generator(output)) {
			generator.writeStartObject();
			generator.writeStringProperty("jsonrpc", "2.0");
			generator.writeStringProperty("method", "rpc.cancel");
			generator.writeObjectPropertyStart("params");
			generator.writeNumberProperty("id", id);
			generator.writeEndObject();
			generator.writeEndObject();
		}
		return output.frame(Envelope.PICKLED_TEXT);
	}

	@Override
	public @Nullable Long id(Payload reply) {
		return this.ids.find(reply);
	}

	@Override
	public String complaint(Payload reply) {
		RemoteError error = decode(reply, this.anything).error();
		return (error != null) ? error.type() + ": " + error.message() : "a result";
	}

	@Override
	public RemoteReply decode(Payload reply, ValueType type) {
		Envelope.Opened opened = Envelope.open(reply);
		if (opened.holdsPickle()) {
			throw pickled(opened.content());
		}
		try (JsonParser parser = this.codec.parser(opened.content())) {
			return JsonResults.read(type, () -> read(parser, type));
		}
	}

	private RemoteReply read(JsonParser parser, ValueType type) {
		boolean answered = false;
		boolean none = false;
		Object result = null;
		Object error = null;
		parser.nextToken();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			switch (name) {
				case "result" -> {
					answered = true;
					// beside an error, as older peers send both
					none = value == JsonToken.VALUE_NULL;
					result = none ? null : type.reader().readValue(parser);
				}
				case "error" -> error = this.anything.reader().readValue(parser);
				default -> parser.skipChildren();
			}
		}
		if (parser.nextToken() != null) {
			throw JsonResults.notJson("there is something behind its end", null);
		}
		if (error != null) {
			return new RemoteReply(null, JsonRpcFailures.toError(error));
		}
		if (!answered) {
			throw new RpcProtocolException("the reply has neither a result nor an error", Executed.YES, null);
		}
		return new RemoteReply(none ? readNull(type) : result, null);
	}

	private @Nullable Object readNull(ValueType type) {
		try (JsonParser parser = this.codec.parser(NULL)) {
			return type.reader().readValue(parser);
		}
	}

	static RpcProtocolException pickled(Payload pickle) {
		String answer = (ArrayCallCodec.unpickle(pickle) instanceof PythonException failure)
				? "exception: %s: %s".formatted(failure.type(), failure.message()) : "value";
		return new RpcProtocolException("the peer does not speak JSON-RPC, it answered a pickled " + answer,
				Executed.UNKNOWN, null);
	}

}
