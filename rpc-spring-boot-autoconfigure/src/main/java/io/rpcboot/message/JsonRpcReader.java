package io.rpcboot.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of JSON-RPC as far as the arguments of their calls.
 */
final class JsonRpcReader {

	private final JsonCodec codec;

	JsonRpcReader(JsonCodec codec) {
		this.codec = codec;
	}

	/**
	 * Reads a request.
	 * @param json the request
	 * @return the request, which can be invalid
	 * @throws CallRefusedException if it is not JSON
	 */
	JsonRpcRequest request(Payload json) {
		return new JsonRpcMembers(this.codec).read(json);
	}

	/**
	 * Reads a batch.
	 * @param json an array
	 * @param maxCalls how many requests it may have
	 * @return its requests, each of which can be invalid
	 * @throws CallRefusedException if it has none or too many, or is not JSON from its
	 * first to its last byte
	 */
	List<JsonRpcRequest> batch(Payload json, int maxCalls) {
		// nothing is executed of what is not JSON to its end
		this.codec.check(json);
		JsonScanner scanner = new JsonScanner(json);
		scanner.require('[');
		if (scanner.skip(']')) {
			throw invalid("the batch is empty");
		}
		List<JsonRpcRequest> requests = new ArrayList<>();
		do {
			if (requests.size() == maxCalls) {
				throw invalid("the batch has more calls than the %d that rpc.server.max-calls-per-connection allows"
					.formatted(maxCalls));
			}
			requests.add(request(scanner.value()));
		}
		while (scanner.skip(','));
		return requests;
	}

	private static CallRefusedException invalid(String problem) {
		return new CallRefusedException(Reason.INVALID_MESSAGE, problem);
	}

	/**
	 * Gives arguments.
	 * @param params the arguments as they stand in a request, {@code null} for none
	 * @return the arguments, undecoded
	 */
	Arguments arguments(@Nullable Payload params) {
		return (params != null) ? new JsonRpcArguments(this.codec.parser(params))
				: new ArgumentValues(List.of(), Map.of());
	}

	/**
	 * Tells why a call was not executed. Where its arguments were not read, it is not
	 * known yet whether they can be.
	 * @param params the arguments as they stand in the request, {@code null} for none
	 * @param refusal why it was refused
	 * @return that refusal, or the one of a message that is not JSON
	 */
	CallRefusedException firstProblem(@Nullable Payload params, CallRefusedException refusal) {
		try {
			if (params != null) {
				this.codec.check(params);
			}
		}
		catch (CallRefusedException ex) {
			return (ex.reason() == Reason.UNREADABLE) ? ex : refusal;
		}
		return refusal;
	}

	/**
	 * Reads which call is to be cancelled.
	 * @param params the arguments of the request to do so
	 * @return the id of the call, as it was written
	 * @throws CallRefusedException if there is none
	 */
	Payload cancelledId(@Nullable Payload params) {
		if (params != null) {
			this.codec.check(params);
			JsonScanner scanner = new JsonScanner(params);
			if (scanner.skip('[') && scanner.peek() != ']') {
				return scanner.value();
			}
			if (scanner.skip('{') && scanner.peek() != '}' && "id".equals(this.codec.string(scanner.string()))) {
				scanner.require(':');
				return scanner.value();
			}
		}
		throw new CallRefusedException(Reason.ARGUMENTS, "rpc.cancel() takes the id of a call");
	}

}
