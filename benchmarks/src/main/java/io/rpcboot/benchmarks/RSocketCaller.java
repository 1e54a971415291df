package io.rpcboot.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.core.RSocketConnector;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.util.ByteBufPayload;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the functions by RSocket over TCP.
 */
final class RSocketCaller {

	private static final byte[] NAME = "add".getBytes(StandardCharsets.US_ASCII);

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final ObjectReader NUMBER = MAPPER.readerFor(int.class);

	private RSocketCaller() {
	}

	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		RSocket socket = RSocketConnector.create()
			.connect(TcpClientTransport.create("127.0.0.1", options.number("port", 0)))
			.block(LIMIT);
		int[] numbers = { 2, 3 };
		Load.run(options, () -> Expect.equal(add(Objects.requireNonNull(socket), numbers), 5));
		System.exit(0);
	}

	private static int add(RSocket socket, int[] numbers) {
		Payload reply = Objects.requireNonNull(
				socket.requestResponse(ByteBufPayload.create(MAPPER.writeValueAsBytes(numbers), NAME)).block(LIMIT));
		try {
			return NUMBER.readValue(RSocketFunctions.bytes(reply));
		}
		finally {
			reply.release();
		}
	}

}
