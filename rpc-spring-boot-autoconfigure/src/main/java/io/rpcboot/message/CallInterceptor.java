package io.rpcboot.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Does something around calls: measures, checks, refuses.
 */
@FunctionalInterface
public interface CallInterceptor {

	/**
	 * Handles a call, with the help of what comes next.
	 * @param call the call
	 * @param next the next interceptor, or what executes the call
	 * @return the result
	 * @throws Exception as {@code next} threw it, or because it was not executed
	 */
	@Nullable Object intercept(Call call, CallHandler next) throws Exception;

	/**
	 * Puts interceptors around a handler.
	 * @param interceptors the interceptors, the outermost first
	 * @param handler what executes the call
	 * @return all of them as one
	 */
	static CallHandler chain(List<CallInterceptor> interceptors, CallHandler handler) {
		CallHandler chain = handler;
		for (int i = interceptors.size() - 1; i >= 0; i--) {
			CallInterceptor interceptor = interceptors.get(i);
			CallHandler next = chain;
			chain = (call) -> interceptor.intercept(call, next);
		}
		return chain;
	}

}
