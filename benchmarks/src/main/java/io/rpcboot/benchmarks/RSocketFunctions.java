package io.rpcboot.benchmarks;

import io.rsocket.Payload;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketServer;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The functions by RSocket over TCP, with JSON as the data and the name as the metadata.
 */
final class RSocketFunctions {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final ObjectReader NUMBERS = MAPPER.readerFor(int[].class);

	private RSocketFunctions() {
	}

	public static void main(String[] arguments) throws Exception {
		CloseableChannel channel = RSocketServer.create(SocketAcceptor.forRequestResponse(RSocketFunctions::answer))
			.bindNow(TcpServerTransport.create("127.0.0.1", 0));
		Server.ready(channel.address().getPort());
	}

	private static Mono<Payload> answer(Payload request) {
		try {
			if (!request.getMetadataUtf8().equals("add")) {
				return Mono.error(new IllegalArgumentException(request.getMetadataUtf8()));
			}
			int[] values = NUMBERS.readValue(bytes(request));
			return Mono.just(ByteBufPayload.create(MAPPER.writeValueAsBytes(values[0] + values[1])));
		}
		finally {
			request.release();
		}
	}

	/**
	 * Copies the data.
	 * @param payload a payload
	 * @return its data
	 */
	static byte[] bytes(Payload payload) {
		byte[] bytes = new byte[payload.sliceData().readableBytes()];
		payload.sliceData().readBytes(bytes);
		return bytes;
	}

}
