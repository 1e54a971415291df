package io.rpcboot.message;

import java.util.List;
import java.util.Map;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Calls as a pickle of {@code (name, args, kwargs)}.
 */
final class PickleFormat {

	private final PickleValues values;

	private final PickleReader reader;

	PickleFormat(PickleValues values) {
		this.values = values;
		this.reader = values.reader();
	}

	/**
	 * Reads a call.
	 * @param pickle the message
	 * @param conversation where it was received
	 * @param caller in which Python the caller is written
	 * @return the call
	 */
	Call read(Payload pickle, Conversation conversation, PickleTarget caller) {
		if (!(unpickle(pickle) instanceof List<?> parts)) {
			throw notACall("it is not a tuple");
		}
		if (parts.isEmpty() || !(parts.get(0) instanceof String function)) {
			throw notACall("its first element is not a str");
		}
		if (parts.size() < 2 || !(parts.get(1) instanceof List<?> args)) {
			throw notACall("its second element is not a tuple or a list");
		}
		if (parts.size() < 3 || !(parts.get(2) instanceof Map<?, ?> kwargs)
				|| !kwargs.keySet().stream().allMatch(String.class::isInstance)) {
			throw notACall("its third element is not a dict with keys of type str");
		}
		if (parts.size() > 3) {
			throw notACall("there is something behind its third element");
		}
		@SuppressWarnings("unchecked")
		Map<String, ?> keywords = (Map<String, ?>) kwargs;
		return conversation.call(function, new PickleArguments(new ArgumentValues(args, keywords), this.values, caller),
				MessageFormat.PICKLE, Map.of());
	}

	private @Nullable Object unpickle(Payload pickle) {
		try {
			return this.reader.read(pickle);
		}
		catch (RpcProtocolException ex) {
			throw new CallRefusedException(Reason.INVALID_MESSAGE, String.valueOf(ex.getMessage()));
		}
	}

	private static CallRefusedException notACall(String problem) {
		return new CallRefusedException(Reason.INVALID_MESSAGE,
				"the message is not a call (name, args, kwargs): " + problem);
	}

}
