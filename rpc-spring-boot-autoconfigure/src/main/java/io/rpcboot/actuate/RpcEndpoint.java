package io.rpcboot.actuate;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.rpcboot.client.ClientState;
import io.rpcboot.function.RegisteredFunction;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.HandshakeCounts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows what can be called and where, who is connected, and which calls run.
 */
@Endpoint(id = "rpc")
public class RpcEndpoint {

	private final RpcFunctionRegistry registry;

	private final Supplier<ServerDescriptor> server;

	private final Supplier<Map<String, ClientState>> clients;

	/**
	 * Creates an endpoint.
	 * @param registry the functions
	 * @param server the server
	 * @param clients the clients that are used, by name
	 */
	public RpcEndpoint(RpcFunctionRegistry registry, Supplier<ServerDescriptor> server,
			Supplier<Map<String, ClientState>> clients) {
		this.registry = registry;
		this.server = server;
		this.clients = clients;
	}

	/**
	 * Describes the server, its functions, and the clients.
	 * @return the description
	 */
	@ReadOperation
	public RpcDescriptor rpc() {
		return new RpcDescriptor(this.server.get(),
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
	 * @param clients the clients that are used, by name
	 */
	public record RpcDescriptor(ServerDescriptor server, List<FunctionDescriptor> functions,
			Map<String, ClientState> clients) implements OperationResponseBody {

	}

	/**
	 * The server.
	 *
	 * @param addresses where it listens, as they are configured; none if it does not
	 * @param connections its connections, the oldest first, and their calls that run
	 * @param handshakes how its handshakes have ended since its start, {@code null} if it
	 * does not listen
	 */
	public record ServerDescriptor(List<String> addresses, List<ConnectionState> connections,
			@Nullable HandshakeCounts handshakes) {

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
