package io.rpcboot.message;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The arguments of JSON-RPC: {@code [args...]} or <code>{kwargs...}</code>.
 */
final class JsonRpcArguments extends JsonArguments {

	private final boolean byPosition;

	/**
	 * Takes over a parser.
	 * @param parser stands before the beginning of the arguments, and ends behind them
	 */
	JsonRpcArguments(JsonParser parser) {
		super(parser);
		this.byPosition = next() == JsonToken.START_ARRAY;
	}

	@Override
	public boolean nextPositional() {
		return this.byPosition && next() != JsonToken.END_ARRAY;
	}

	@Override
	public @Nullable String nextKeyword() {
		if (!this.byPosition && next() == JsonToken.PROPERTY_NAME) {
			return keyword();
		}
		// the end, where the parser gives its buffers back
		next();
		return null;
	}

}
