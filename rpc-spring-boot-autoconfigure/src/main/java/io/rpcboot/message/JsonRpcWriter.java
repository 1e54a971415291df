package io.rpcboot.message;

import java.nio.charset.StandardCharsets;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the responses of JSON-RPC.
 */
final class JsonRpcWriter {

	private static final Payload NO_ID = ascii("null");

	private static final Payload BEGIN = ascii("{\"jsonrpc\":\"2.0\",\"id\":");

	private static final Payload RESULT = ascii(",\"result\":");

	private static final Payload ERROR = ascii(",\"error\":");

	private final JsonCodec codec;

	JsonRpcWriter(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Writes a result.
	 * @param request what it answers
	 * @param result the result
	 * @param output where to
	 * @throws io.rpcboot.RpcEncodingException if it cannot be written
	 */
	void result(JsonRpcRequest request, @Nullable Object result, FrameOutput output) {
		begin(request.id(), RESULT, output);
		this.codec.writeResult(request.method(), result, output);
		output.write('}');
	}

	/**
	 * Writes a failure.
	 * @param id the id of what it answers, {@code null} if that is not known
	 * @param error its code
	 * @param failure the failure
	 * @param output where to
	 */
	void error(@Nullable Payload id, JsonRpcError error, RemoteError failure, FrameOutput output) {
		begin(id, ERROR, output);
		try (JsonGenerator generator = this.codec.generator(output)) {
			generator.writeStartObject();
			generator.writeNumberProperty("code", error.code());
			generator.writeStringProperty("message", (error.text() != null) ? error.text() : failure.message());
			generator.writeObjectPropertyStart("data");
			generator.writeStringProperty("type", failure.type());
			if (error.text() != null) {
				generator.writeStringProperty("message", failure.message());
			}
			if (failure.traceback() != null) {
				generator.writeStringProperty("traceback", failure.traceback());
			}
			generator.writeEndObject();
			generator.writeEndObject();
		}
		output.write('}');
	}

	private static void begin(@Nullable Payload id, Payload member, FrameOutput output) {
		write(BEGIN, output);
		write((id != null) ? id : NO_ID, output);
		write(member, output);
	}

	private static void write(Payload text, FrameOutput output) {
		output.write(text.bytes(), text.offset(), text.length());
	}

	private static Payload ascii(String text) {
		return Payload.of(text.getBytes(StandardCharsets.US_ASCII));
	}

}
