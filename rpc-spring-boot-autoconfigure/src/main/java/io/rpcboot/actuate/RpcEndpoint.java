package io.rpcboot.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.rpcboot.client.AddressState;
import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.BoundAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows what can be called and where, and what is called.
 */
@Endpoint(id = "rpc")
public class RpcEndpoint {

	private final RpcFunctionRegistry registry;

	private final Supplier<@Nullable BoundAddress> address;

	private final Supplier<Map<String, List<AddressState>>> clients;

	/**
	 * Creates an endpoint.
	 * @param registry the functions
	 * @param address where the server listens, {@code null} if it does not
	 * @param clients the clients that are used, and what is known of their addresses
	 */
	public RpcEndpoint(RpcFunctionRegistry registry, Supplier<@Nullable BoundAddress> address,
			Supplier<Map<String, List<AddressState>>> clients) {
		this.registry = registry;
		this.address = address;
		this.clients = clients;
	}

	/**
	 * Describes the server, its functions, and the clients.
	 * @return the description
	 */
	@ReadOperation
	public RpcDescriptor rpc() {
		BoundAddress bound = this.address.get();
		String text = (bound != null) ? bound.text() : null;
		return new RpcDescriptor(new ServerDescriptor(text),
				this.registry.functions().stream().map(RpcEndpoint::describe).toList(), this.clients.get());
	}

	private static FunctionDescriptor describe(RegisteredFunction function) {
		return new FunctionDescriptor(function.name(), function.signature(), function.owner());
	}

	/**
	 * The server, its functions, and the clients.
	 *
	 * @param server the server
	 * @param functions the functions, by name
	 * @param clients the addresses of the clients that are used, by the client's name
	 */
	public record RpcDescriptor(ServerDescriptor server, List<FunctionDescriptor> functions,
			Map<String, List<AddressState>> clients) implements OperationResponseBody {

	}

	/**
	 * The server.
	 *
	 * @param address host and port, or {@code unix:} and a path; {@code null} if it does
	 * not listen
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
