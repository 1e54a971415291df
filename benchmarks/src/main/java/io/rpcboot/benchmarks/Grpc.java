package io.rpcboot.benchmarks;

import io.grpc.MethodDescriptor;

/**
 * The functions as methods of gRPC.
 */
final class Grpc {

	static final MethodDescriptor<int[], Integer> ADD = JsonMarshaller.unary("add", int[].class, Integer.class);

	static final MethodDescriptor<Order, Order> ORDER = JsonMarshaller.unary("order", Order.class, Order.class);

	private Grpc() {
	}

}
