package io.rpcboot.openrpc;

import java.util.List;
import java.util.function.Supplier;

import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.server.ServerCallInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of {@value #FUNCTION}, in whatever format they come, with a description
 * of the functions that are registered.
 */
public final class DiscoverInterceptor implements ServerCallInterceptor {

	/** The name that OpenRPC gives to the function. */
	public static final String FUNCTION = "rpc.discover";

	private final Supplier<OpenRpcDescriber> describer;

	private final Supplier<List<RegisteredFunction>> functions;

	/**
	 * Creates an interceptor.
	 * @param describer gives what describes functions; it is not asked before the first
	 * call
	 * @param functions gives the functions that are registered
	 */
	public DiscoverInterceptor(Supplier<OpenRpcDescriber> describer, Supplier<List<RegisteredFunction>> functions) {
		this.describer = describer;
		this.functions = functions;
	}

	@Override
	public @Nullable Object intercept(Call call, CallHandler next) throws Exception {
		if (!call.function().equals(FUNCTION)) {
			return next.handle(call);
		}
		Arguments arguments = call.arguments();
		if (arguments.nextPositional() || arguments.nextKeyword() != null) {
			throw new CallRefusedException(Reason.ARGUMENTS, FUNCTION + "() takes no arguments");
		}
		return this.describer.get().describe(this.functions.get());
	}

}
