package io.rpcboot.benchmarks;

import java.util.Locale;

/**
 * What a program that calls tells of a run.
 */
enum Figure {

	/** Calls of all callers. */
	CALLS("calls/s", "calls/s", 2),

	/** Connections opened, each with one call. */
	CONNECTIONS("calls/s", "connections/s", 0),

	/** Mean time of a call. */
	MEAN("mean", "µs/call", 2),

	/** Time of a call that half of the calls do not exceed. */
	P50("p50", "µs", 0),

	/** Time of a call that 99 of 100 do not exceed. */
	P99("p99", "µs", 0),

	/** Memory that the server allocates. */
	SERVER_BYTES("server-bytes", "bytes/call", 0),

	/** Memory that the client allocates. */
	CLIENT_BYTES("client-bytes", "bytes/call", 0),

	/** Resident memory of the server beyond that of the empty one. */
	RESIDENT("resident", "MB", 1),

	/** Processor time of the server. */
	CORE("core", "% of a core", 1),

	/** Time from the start of the JVM. */
	MILLIS("millis", "ms", 0),

	/** Heap in use after a collection. */
	HEAP("heap", "MB", 1);

	private final String key;

	private final String unit;

	private final int decimals;

	Figure(String key, String unit, int decimals) {
		this.key = key;
		this.unit = unit;
		this.decimals = decimals;
	}

	/**
	 * Gives its name in the line of results.
	 * @return the name
	 */
	String key() {
		return this.key;
	}

	String unit() {
		return this.unit;
	}

	/**
	 * Writes a value, without the unit: with three digits at least, if it is small.
	 * @param value the value
	 * @return the value as text
	 */
	String number(double value) {
		int least = (value < 10) ? 2 : (value < 100) ? 1 : 0;
		return String.format(Locale.ROOT, "%,." + Math.min(least, this.decimals) + "f", value);
	}

}
