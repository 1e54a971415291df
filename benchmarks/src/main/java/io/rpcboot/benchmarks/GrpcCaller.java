package io.rpcboot.benchmarks;

import java.util.concurrent.Callable;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

/**
 * Calls the functions by grpc-java over Netty.
 */
final class GrpcCaller {

	private GrpcCaller() {
	}

	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		NettyChannelBuilder builder = NettyChannelBuilder.forAddress("127.0.0.1", options.number("port", 0))
			.usePlaintext();
		if (options.text("executor", "default").equals("direct")) {
			builder.directExecutor();
		}
		Load.run(options, call(builder.build(), options));
		System.exit(0);
	}

	private static Callable<?> call(Channel channel, Options options) {
		int[] numbers = { 2, 3 };
		return switch (options.text("call", "add")) {
			case "add" ->
				() -> Expect.equal(ClientCalls.blockingUnaryCall(channel, Grpc.ADD, CallOptions.DEFAULT, numbers), 5);
			case "order" -> () -> Expect.equal(
					ClientCalls.blockingUnaryCall(channel, Grpc.ORDER, CallOptions.DEFAULT, Order.EXAMPLE),
					Order.EXAMPLE);
			default -> throw new IllegalArgumentException(options.text("call", ""));
		};
	}

}
