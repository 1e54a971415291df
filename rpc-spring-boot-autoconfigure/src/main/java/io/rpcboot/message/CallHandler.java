package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * A call in, a reply out.
 */
@FunctionalInterface
public interface CallHandler {

	/**
	 * Executes a call.
	 * @param call the call
	 * @return its result, {@code null} for none
	 * @throws Exception as the function threw it, or because it was not executed
	 */
	@Nullable Object handle(Call call) throws Exception;

}
