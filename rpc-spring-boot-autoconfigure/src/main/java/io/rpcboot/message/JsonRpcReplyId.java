package io.rpcboot.message;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the id of a reply. It is the last member where {@code json.dumps()} of a Python
 * program wrote it, and among the first where we did: either way nobody has to read the
 * result for it.
 */
final class JsonRpcReplyId {

	// no call has it
	private static final Long OF_NO_REPLY = -1L;

	// with any other code it answers a notification, which it should not
	private static final Set<Integer> UNREADABLE = Set.of(JsonRpcError.PARSE_ERROR.code(),
			JsonRpcError.INVALID_REQUEST.code(), JsonRpcError.NOT_ALLOWED.code());

	private final JsonCodec codec;

	JsonRpcReplyId(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Finds the id.
	 * @param reply the payload of its frame, or as much of its beginning and its end as
	 * there is
	 * @return the id, or {@code null} where it is null
	 */
	@Nullable Long find(Payload reply) {
		Envelope.Opened opened = Envelope.open(reply);
		Payload text = opened.holdsPickle() ? withoutEnvelope(opened.content()) : opened.content();
		long last = new Backwards(text).lastId();
		if (last >= 0) {
			return last;
		}
		try (JsonParser parser = this.codec.parser(text)) {
			return read(parser, opened);
		}
		catch (JacksonException ex) {
			throw notJsonRpc("it is not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Finds the id of a request that is not whole.
	 * @param pieces as much of its beginning and its end as there is
	 * @return the id as it is written, if it is a number of ours; else {@code null}
	 */
	@Nullable Payload findInPieces(Payload pieces) {
		try {
			Long id = find(pieces);
			return (id != null && id >= 0) ? Payload.of(id.toString().getBytes(StandardCharsets.US_ASCII)) : null;
		}
		catch (RpcProtocolException ex) {
			return null;
		}
	}

	// a pickle that is not whole cannot be opened
	private static Payload withoutEnvelope(Payload pickle) {
		int start = 0;
		int end = pickle.length();
		while (start < end && pickle.at(start) != '{') {
			start++;
		}
		while (start < end && pickle.at(end - 1) != '}') {
			end--;
		}
		return new Payload(pickle.bytes(), pickle.offset() + start, end - start);
	}

	private static @Nullable Long read(JsonParser parser, Envelope.Opened opened) {
		JsonToken first = parser.nextToken();
		if (first == JsonToken.START_ARRAY) {
			throw notJsonRpc("it is a batch, and there was none of calls", null);
		}
		if (first != JsonToken.START_OBJECT) {
			throw opened.holdsPickle() ? JsonRpcCallCodec.pickled(opened.content())
					: notJsonRpc("it is not an object", null);
		}
		boolean identified = false;
		int code = 0;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = parser.nextToken();
			if ("id".equals(name) && value != JsonToken.VALUE_NULL) {
				return id(value, parser);
			}
			// a request of the peer is none of our business
			identified |= "id".equals(name) || "method".equals(name);
			code = "error".equals(name) ? code(value, parser) : code;
			parser.skipChildren();
		}
		if (!identified) {
			throw notJsonRpc("it has no id", null);
		}
		return (UNREADABLE.contains(code)) ? null : OF_NO_REPLY;
	}

	private static Long id(JsonToken value, JsonParser parser) {
		boolean number = value == JsonToken.VALUE_NUMBER_INT
				&& parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
		return number ? Long.valueOf(parser.getLongValue()) : OF_NO_REPLY;
	}

	private static int code(JsonToken error, JsonParser parser) {
		int code = 0;
		while (error == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean found = "code".equals(parser.currentName());
			JsonToken value = parser.nextToken();
			code = (found && value == JsonToken.VALUE_NUMBER_INT) ? parser.getValueAsInt() : code;
			parser.skipChildren();
		}
		return code;
	}

	private static RpcProtocolException notJsonRpc(String problem, @Nullable Throwable cause) {
		return new RpcProtocolException("the peer sent what is no reply of JSON-RPC: " + problem, Executed.UNKNOWN,
				cause);
	}

	/**
	 * Reads a text from its end.
	 */
	private static final class Backwards {

		// longer numbers are no ids of ours
		private static final int MAX_DIGITS = 18;

		private final Payload text;

		private int index;

		private Backwards(Payload text) {
			this.text = text;
			this.index = text.length();
		}

		// the number in , "id": 7} or a negative one
		private long lastId() {
			long id = skip("}") ? number() : -1;
			return (id >= 0 && skip(":") && skip("\"id\"") && (skip(",") || skip("{"))) ? id : -1;
		}

		private boolean skip(String token) {
			skipSpace();
			int start = this.index - token.length();
			for (int i = 0; i < token.length(); i++) {
				if (start < 0 || this.text.at(start + i) != token.charAt(i)) {
					return false;
				}
			}
			this.index = start;
			return true;
		}

		private void skipSpace() {
			while (this.index > 0 && Character.isWhitespace(this.text.at(this.index - 1))) {
				this.index--;
			}
		}

		private long number() {
			skipSpace();
			int end = this.index;
			long number = 0;
			for (long power = 1; isDigit() && end - this.index < MAX_DIGITS; power *= 10) {
				this.index--;
				number += power * (this.text.at(this.index) - '0');
			}
			return (this.index < end && !isDigit()) ? number : -1;
		}

		private boolean isDigit() {
			return this.index > 0 && this.text.at(this.index - 1) >= '0' && this.text.at(this.index - 1) <= '9';
		}

	}

}
