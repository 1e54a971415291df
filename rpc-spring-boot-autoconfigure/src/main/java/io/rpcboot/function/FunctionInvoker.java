package io.rpcboot.function;

import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Executes calls by the functions of a registry.
 */
public final class FunctionInvoker implements CallHandler {

	private final RpcFunctionRegistry registry;

	/**
	 * Creates an invoker.
	 * @param registry the functions
	 */
	public FunctionInvoker(RpcFunctionRegistry registry) {
		this.registry = registry;
	}

	@Override
	public @Nullable Object handle(Call call) throws Exception {
		RegisteredFunction function = this.registry.find(call.function());
		if (function == null) {
			throw new CallRefusedException(Reason.UNKNOWN_FUNCTION,
					"there is no function '%s' here".formatted(call.function()));
		}
		Call outer = RpcCallContext.begin(call);
		try {
			return function.call(call.arguments());
		}
		finally {
			RpcCallContext.end(outer);
		}
	}

}
