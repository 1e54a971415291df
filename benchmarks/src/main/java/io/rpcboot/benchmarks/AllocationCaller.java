package io.rpcboot.benchmarks;

import java.util.Locale;

/**
 * Calls, and tells what memory a call takes in either program.
 */
final class AllocationCaller {

	private static final int WARM_UP = 50_000;

	private static final int MEASURED = 20_000;

	private AllocationCaller() {
	}

	public static void main(String[] arguments) {
		Functions functions = RpcCaller.functions(Options.of(arguments));
		call(functions, WARM_UP);
		long server = functions.allocated();
		long client = Resources.allocatedBytes();
		call(functions, MEASURED);
		client = Resources.allocatedBytes() - client;
		server = functions.allocated() - server;
		report(server, client, MEASURED);
		System.exit(0);
	}

	private static void call(Functions functions, int times) {
		for (int i = 0; i < times; i++) {
			Expect.equal(functions.add(2, 3), 5);
		}
	}

	static void report(long server, long client, int calls) {
		System.out.printf(Locale.ROOT, "RESULT server-bytes=%.1f client-bytes=%.1f%n", (double) server / calls,
				(double) client / calls);
	}

}
