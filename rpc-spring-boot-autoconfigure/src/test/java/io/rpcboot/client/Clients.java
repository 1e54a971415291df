package io.rpcboot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.Naming;
import io.rpcboot.message.ParameterInspector;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients without a container.
 */
final class Clients {

	static final String NAME = "orders";

	private Clients() {
	}

	static RpcClientFactory factory(int... ports) {
		return factory(Duration.ofSeconds(10), ClientSettings.Pool.DEFAULT, "peekaboo", ports);
	}

	static RpcClientFactory factory(Duration timeout, int... ports) {
		return factory(timeout, ClientSettings.Pool.DEFAULT, "peekaboo", ports);
	}

	static RpcClientFactory factory(Duration timeout, ClientSettings.Pool pool, String key, int... ports) {
		List<Address> addresses = IntStream.of(ports).mapToObj((port) -> new Address("127.0.0.1", port)).toList();
		ClientSettings settings = new ClientSettings(NAME, addresses, new Handshake(AuthKey.parse(key), true), timeout,
				1024 * 1024, pool);
		return new RpcClientFactory(settings, tools());
	}

	private static RpcClientFactory.Tools tools() {
		Executor threads = (task) -> {
			Thread thread = new Thread(task, "rpc-client-test");
			thread.setDaemon(true);
			thread.start();
		};
		return new RpcClientFactory.Tools(new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT), threads,
				ParameterInspector.REFLECTION, AsyncCallAdapter.NONE, Naming.AS_IS, List.of());
	}

}
