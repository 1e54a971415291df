package io.rpcboot.message;

import java.util.function.Supplier;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcProtocolException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Says what is wrong with a reply in JSON. The function has answered, whatever it is.
 */
final class JsonResults {

	private JsonResults() {
	}

	/**
	 * Reads a reply.
	 * @param <T> the type of the result
	 * @param type what the result is read into
	 * @param reading reads it
	 * @return the result
	 * @throws RpcEncodingException if the result does not fit the type
	 * @throws RpcProtocolException if the reply is not JSON
	 */
	static <T extends @Nullable Object> T read(ValueType type, Supplier<T> reading) {
		try {
			return reading.get();
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

	static RpcProtocolException notJson(String problem, @Nullable Throwable cause) {
		return new RpcProtocolException("the reply is not JSON: " + problem, Executed.YES, cause);
	}

	private static RpcEncodingException doesNotFit(ValueType type, JacksonException cause) {
		ConversionException problem = ConversionProblems.toException(cause);
		return new RpcEncodingException(problem.describe("the result does not fit " + type), Executed.YES, cause);
	}

}
