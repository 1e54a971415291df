package io.rpcboot.client;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Calls functions of another program without an interface. Thread-safe.
 */
public interface RpcOperations {

	/**
	 * Calls a function.
	 * @param <T> the type of the result
	 * @param function the function's name
	 * @param arguments the arguments by position
	 * @param keywords the arguments by keyword
	 * @param type what the result is read into
	 * @return the result, {@code null} for None
	 * @throws io.rpcboot.RpcRemoteException if the function raised an exception
	 * @throws io.rpcboot.RpcException if it could not be called, or did not answer
	 */
	<T> @Nullable T call(String function, List<? extends @Nullable Object> arguments,
			Map<String, ? extends @Nullable Object> keywords, Type type);

	/**
	 * Calls a function with arguments by position.
	 * @param <T> the type of the result
	 * @param function the function's name
	 * @param type what the result is read into
	 * @param arguments the arguments
	 * @return the result, {@code null} for None
	 * @throws io.rpcboot.RpcRemoteException if the function raised an exception
	 * @throws io.rpcboot.RpcException if it could not be called, or did not answer
	 */
	default <T> @Nullable T call(String function, Class<T> type, @Nullable Object... arguments) {
		return call(function, java.util.Arrays.asList(arguments), Map.of(), type);
	}

}
