package io.rpcboot.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of a request, which come in any order: the arguments, which are read last,
 * can stand before the name of the function. They are not read here, and not checked;
 * what is not known is.
 */
final class JsonRpcMembers {

	private static final double MAX_MILLIS = Duration.ofDays(365).toMillis();

	// what travels with a call is a trace and the like; the rest is left out
	private static final int MAX_TEXTS = 32;

	// that of W3C's baggage
	static final int MAX_TEXT_LENGTH = 8192;

	private final JsonCodec codec;

	private boolean version;

	private @Nullable String method;

	private @Nullable Payload id;

	private @Nullable Payload params;

	private Map<String, String> metadata = Map.of();

	private @Nullable Duration timeout;

	private @Nullable String problem;

	JsonRpcMembers(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Reads a request.
	 * @param json the request
	 * @return the request, which can be invalid
	 * @throws CallRefusedException if it is not JSON
	 */
	JsonRpcRequest read(Payload json) {
		JsonScanner scanner = new JsonScanner(json);
		if (scanner.skip('{')) {
			if (!scanner.skip('}')) {
				readMembers(scanner);
			}
			scanner.requireEnd();
			require(this.method != null, "its method is not a string");
			require(this.version, "its jsonrpc is not \"2.0\"");
		}
		else {
			this.codec.check(json);
			this.problem = "it is not an object";
		}
		return new JsonRpcRequest(this.id, (this.method != null) ? this.method : "", this.params, this.metadata,
				this.timeout, this.problem);
	}

	private void readMembers(JsonScanner scanner) {
		do {
			String name = this.codec.string(scanner.string());
			scanner.require(':');
			member(name, scanner.value());
		}
		while (scanner.skip(','));
		scanner.require('}');
	}

	private void member(String name, Payload value) {
		switch (name) {
			case "jsonrpc" -> this.version = "2.0".equals(stringOrNull(value));
			case "method" -> this.method = stringOrNull(value);
			case "id" -> id(value);
			case "params" -> params(value);
			case "meta" -> meta(value);
			// others may have their own
			default -> this.codec.check(value);
		}
	}

	private @Nullable String stringOrNull(Payload value) {
		if (value.at(0) == '"') {
			return this.codec.string(value);
		}
		this.codec.check(value);
		return null;
	}

	private void id(Payload value) {
		this.codec.check(value);
		// Python's NaN and infinities are no numbers here
		int first = value.at((value.at(0) == '-') ? 1 : 0);
		boolean legal = first == '"' || first == 'n' || (first >= '0' && first <= '9');
		require(legal, "its id is neither a string nor a number nor null");
		this.id = legal ? value : null;
	}

	private void params(Payload value) {
		boolean legal = value.at(0) == '[' || value.at(0) == '{';
		require(legal, "its params are neither an array nor an object");
		if (legal) {
			this.params = value;
		}
		else {
			this.codec.check(value);
		}
	}

	private void meta(Payload value) {
		try (JsonParser parser = this.codec.parser(value)) {
			JsonToken start = parser.nextToken();
			require(start == JsonToken.START_OBJECT || start == JsonToken.VALUE_NULL, "its meta is not an object");
			if (start == JsonToken.START_OBJECT) {
				readMeta(parser);
			}
			parser.skipChildren();
			JsonText.requireEnd(parser);
		}
		catch (JacksonException ex) {
			throw JsonText.notJson(ex);
		}
	}

	private void readMeta(JsonParser parser) {
		Map<String, String> texts = new HashMap<>();
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken token = parser.nextToken();
			if (name.equals("timeout")) {
				timeout(token, parser);
			}
			else if (token == JsonToken.VALUE_STRING && texts.size() < MAX_TEXTS
					&& parser.getStringLength() <= MAX_TEXT_LENGTH) {
				texts.put(name, parser.getString());
			}
			parser.skipChildren();
		}
		this.metadata = Map.copyOf(texts);
	}

	private void timeout(JsonToken token, JsonParser parser) {
		double millis = token.isNumeric() ? parser.getDoubleValue() : -1;
		require(millis >= 0 || token == JsonToken.VALUE_NULL, "its meta.timeout is not a number of milliseconds");
		if (millis >= 0) {
			this.timeout = Duration.ofNanos((long) (Math.min(millis, MAX_MILLIS) * 1e6));
		}
	}

	private void require(boolean met, String otherwise) {
		if (!met) {
			this.problem = otherwise;
		}
	}

}
