package io.rpcboot.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Opens connections and tells what they add to the resident memory of the server, with
 * what is no longer needed collected before both readings.
 */
final class IdleCaller {

	private IdleCaller() {
	}

	public static void main(String[] arguments) throws IOException {
		Options options = Options.of(arguments);
		int port = options.number("port", 0);
		int server = options.number("server", 0);
		List<Peer> idle = new ArrayList<>();
		try (Peer peer = Peer.authenticated(port)) {
			Expect.five(peer.call(Expect.ADD));
			double empty = residentAfterCollection(peer, server);
			for (int i = 0; i < options.number("connections", 10_000); i++) {
				idle.add(Peer.authenticated(port));
			}
			System.out.printf(Locale.ROOT, "RESULT resident=%.1f%n", residentAfterCollection(peer, server) - empty);
		}
		Runtime.getRuntime().halt(0);
	}

	private static double residentAfterCollection(Peer peer, int server) throws IOException {
		peer.call("[\"collect\",[],{}]");
		return Resources.residentMegabytes(server);
	}

}
