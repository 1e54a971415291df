package io.rpcboot.benchmarks;

import java.util.List;

/**
 * What is measured between Java programs.
 */
final class JavaMeasurements {

	private JavaMeasurements() {
	}

	static Section section() {
		return new Section("Between Java programs", List.of(Measurement
			.of("add-1", "1 caller, `add(2, 3)`", Ways.rpc("array"))
			.against(Ways.grpc("default"), Goal.ratioAtLeast(Figure.CALLS, 2), Goal.ratioAtMost(Figure.P50, 0.55)),
				shared(), pool(),
				Measurement.of("order-1", "1 caller, an order of 20 lines", Ways.rpc("array", "call=order"))
					.against(Ways.grpc("default", "call=order"), 1.3)
					.against(Ways.http("call=order"), 1.3),
				Measurement
					.of("order-64", "64 callers, an order of 20 lines", Ways.rpc("array", "callers=64", "call=order"))
					.against(Ways.grpc("default", "callers=64", "call=order"), 1.3)
					.against(Ways.http("callers=64", "call=order"), 1.3),
				Measurement.of("floor-1", "1 caller, against a bare echo of the same frames", Ways.rpc("array"))
					.against(Ways.echo(), 0.92),
				Measurement
					.of("floor-16", "16 callers, against a bare echo of the same frames",
							Ways.rpc("array", "callers=16"))
					.against(Ways.echo("callers=16"), 0.92)));
	}

	private static Measurement shared() {
		return Measurement
			.of("add-64-shared", "64 callers, 1 connection, `add(2, 3)`",
					Ways.rpc("json-rpc", "callers=64", "connections=1"))
			.against(Ways.grpc("default", "callers=64"), 3)
			.against(Ways.grpc("direct", "callers=64"), 2)
			.against(Ways.rsocket("callers=64"), Goal.ratioAtLeast(Figure.CALLS, 1).justToSee());
	}

	private static Measurement pool() {
		return Measurement.of("add-64-pool", "64 callers, 16 connections, `add(2, 3)`", Ways.rpc("array", "callers=64"))
			.against(Ways.grpc("default", "callers=64"), 2)
			.against(Ways.http("callers=64"), 2)
			.against(Ways.rsocket("callers=64"), 2);
	}

}
