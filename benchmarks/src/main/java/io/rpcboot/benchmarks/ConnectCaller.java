package io.rpcboot.benchmarks;

/**
 * Opens a connection for each call.
 */
final class ConnectCaller {

	private ConnectCaller() {
	}

	public static void main(String[] arguments) throws Exception {
		Options options = Options.of(arguments);
		int port = options.number("port", 0);
		Load.run(options, () -> {
			try (Peer peer = Peer.authenticated(port)) {
				return Expect.five(peer.call(Expect.ADD));
			}
		});
		System.exit(0);
	}

}
