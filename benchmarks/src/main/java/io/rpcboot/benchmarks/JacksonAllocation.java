package io.rpcboot.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What memory Jackson takes to read and write the same bytes and values as a call does.
 */
final class JacksonAllocation {

	private static final int WARM_UP = 200_000;

	private static final int MEASURED = 100_000;

	private final JsonMapper mapper = JsonMapper.shared();

	private final ObjectWriter writer = this.mapper.writer();

	private final ObjectReader number = this.mapper.readerFor(int.class);

	private final byte[] request = Expect.ADD.getBytes(StandardCharsets.US_ASCII);

	private final byte[] reply = { '5' };

	private JacksonAllocation() {
	}

	public static void main(String[] arguments) {
		JacksonAllocation jackson = new JacksonAllocation();
		jackson.serve(WARM_UP);
		jackson.call(WARM_UP);
		long begin = Resources.allocatedBytes();
		jackson.serve(MEASURED);
		long served = Resources.allocatedBytes();
		jackson.call(MEASURED);
		AllocationCaller.report(served - begin, Resources.allocatedBytes() - served, MEASURED);
		System.exit(0);
	}

	private void serve(int times) {
		for (int i = 0; i < times; i++) {
			int sum = readRequest();
			Expect.equal(this.writer.writeValueAsBytes(sum).length, 1);
		}
	}

	private int readRequest() {
		int sum = 0;
		try (JsonParser parser = this.mapper.createParser(this.request)) {
			while (parser.nextToken() != null) {
				if (parser.currentToken() == JsonToken.VALUE_STRING) {
					Expect.equal(parser.getString(), "add");
				}
				else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
					sum += parser.getIntValue();
				}
			}
		}
		return sum;
	}

	private void call(int times) {
		for (int i = 0; i < times; i++) {
			byte[] bytes = this.writer.writeValueAsBytes(List.of("add", new int[] { 2, 3 }, Map.of()));
			Expect.equal(bytes.length, this.request.length);
			Expect.equal(this.number.<Integer>readValue(this.reply), 5);
		}
	}

}
