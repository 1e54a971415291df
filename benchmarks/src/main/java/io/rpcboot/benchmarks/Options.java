package io.rpcboot.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a program is told on its command line: {@code name=value}. What is told twice is
 * as it was told first.
 *
 * @param values the values by name
 */
record Options(Map<String, String> values) {

	static Options of(String[] arguments) {
		return new Options(Arrays.stream(arguments)
			.map((argument) -> argument.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> pair[1], (first, second) -> first)));
	}

	int number(String name, int otherwise) {
		return Integer.parseInt(this.values.getOrDefault(name, Integer.toString(otherwise)));
	}

	String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

}
