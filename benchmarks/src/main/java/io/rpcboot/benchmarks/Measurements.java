package io.rpcboot.benchmarks;

import java.util.List;

/**
 * All that is measured.
 */
final class Measurements {

	/** What the chart shows. */
	static final List<String> HEADLINES = List.of("add-1", "add-64-shared", "add-64-pool", "order-1", "python-java",
			"java-python");

	/** What tells soon whether something is wrong. */
	static final List<String> GUARDS = List.of("add-1", "add-64-shared", "python-32000");

	private Measurements() {
	}

	static List<Section> all() {
		return List.of(JavaMeasurements.section(), PythonMeasurements.section(), ScaleMeasurements.section());
	}

}
