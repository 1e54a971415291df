package io.rpcboot.benchmarks;

import tools.jackson.databind.json.JsonMapper;

/**
 * What Jackson does for a call whose argument is its result, in memory: it writes and
 * reads the value twice.
 */
final class JacksonAlone {

	private JacksonAlone() {
	}

	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		JsonMapper mapper = JsonMapper.shared();
		String text = "x".repeat(options.number("bytes", 1024));
		Load.run(options, () -> {
			String there = mapper.readValue(mapper.writeValueAsBytes(text), String.class);
			return Expect.equal(mapper.readValue(mapper.writeValueAsBytes(there), String.class), text);
		});
		System.exit(0);
	}

}
