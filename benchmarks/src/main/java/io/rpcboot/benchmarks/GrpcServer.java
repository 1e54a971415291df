package io.rpcboot.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;

/**
 * The functions by grpc-java over Netty, with its defaults.
 */
final class GrpcServer {

	private GrpcServer() {
	}

	public static void main(String[] arguments) throws IOException {
		NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
			.addService(ServerServiceDefinition.builder("functions")
				.addMethod(Grpc.ADD, ServerCalls.asyncUnaryCall((values, observer) -> {
					observer.onNext(values[0] + values[1]);
					observer.onCompleted();
				}))
				.addMethod(Grpc.ORDER, ServerCalls.asyncUnaryCall((order, observer) -> {
					observer.onNext(order);
					observer.onCompleted();
				}))
				.build());
		if (Options.of(arguments).text("executor", "default").equals("direct")) {
			builder.directExecutor();
		}
		Server.ready(builder.build().start().getPort());
	}

}
