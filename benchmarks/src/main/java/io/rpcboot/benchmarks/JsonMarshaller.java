package io.rpcboot.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import io.grpc.MethodDescriptor;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes and reads messages of gRPC as JSON.
 *
 * @param <T> the type of the message
 */
final class JsonMarshaller<T> implements MethodDescriptor.Marshaller<T> {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final ObjectReader reader;

	private final ObjectWriter writer;

	JsonMarshaller(Class<T> type) {
		this.reader = MAPPER.readerFor(type);
		this.writer = MAPPER.writerFor(type);
	}

	@Override
	public InputStream stream(T value) {
		return new ByteArrayInputStream(this.writer.writeValueAsBytes(value));
	}

	@Override
	public T parse(InputStream stream) {
		return this.reader.readValue(stream);
	}

	/**
	 * Describes a unary method.
	 * @param <Q> the type of its request
	 * @param <R> the type of its response
	 * @param name its name
	 * @param request the type of its request
	 * @param response the type of its response
	 * @return the description
	 */
	static <Q, R> MethodDescriptor<Q, R> unary(String name, Class<Q> request, Class<R> response) {
		return MethodDescriptor.newBuilder(new JsonMarshaller<>(request), new JsonMarshaller<>(response))
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("functions/" + name)
			.build();
	}

}
