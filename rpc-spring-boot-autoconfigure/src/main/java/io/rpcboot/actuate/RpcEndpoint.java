package io.rpcboot.actuate;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.RpcServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows what can be called, and where.
 */
@Endpoint(id = "rpc")
public class RpcEndpoint {

	private final RpcFunctionRegistry registry;

	private final Supplier<@Nullable InetSocketAddress> address;

	/**
	 * Creates an endpoint.
	 * @param registry the functions
	 * @param address where the server listens, {@code null} if it does not
	 */
	public RpcEndpoint(RpcFunctionRegistry registry, Supplier<@Nullable InetSocketAddress> address) {
		this.registry = registry;
		this.address = address;
	}

	/**
	 * Describes the server and its functions.
	 * @return the description
	 */
	@ReadOperation
	public RpcDescriptor rpc() {
		InetSocketAddress bound = this.address.get();
		String text = (bound != null) ? RpcServer.text(bound) : null;
		return new RpcDescriptor(new ServerDescriptor(text),
				this.registry.functions().stream().map(RpcEndpoint::describe).toList());
	}

	private static FunctionDescriptor describe(RegisteredFunction function) {
		return new FunctionDescriptor(function.name(), function.signature(), function.owner());
	}

	/**
	 * The server and its functions.
	 *
	 * @param server the server
	 * @param functions the functions, by name
	 */
	public record RpcDescriptor(ServerDescriptor server,
			List<FunctionDescriptor> functions) implements OperationResponseBody {

	}

	/**
	 * The server.
	 *
	 * @param address host and port, {@code null} if it does not listen
	 */
	public record ServerDescriptor(@Nullable String address) {

	}

	/**
	 * A function.
	 *
	 * @param name its name
	 * @param signature how it is called
	 * @param owner where it comes from
	 */
	public record FunctionDescriptor(String name, String signature, String owner) {

	}

}
