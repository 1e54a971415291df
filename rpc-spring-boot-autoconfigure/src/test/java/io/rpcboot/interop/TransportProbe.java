package io.rpcboot.interop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;

/**
 * Measures how long a call takes over each transport, one after the other, from this
 * process to itself. Run by hand: other work on the machine is in the median, hardly in
 * the best.
 */
public final class TransportProbe {

	private static final int ROUNDS = 400;

	private static final int CALLS = 300;

	private TransportProbe() {
	}

	/**
	 * Prints a line for each transport.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		for (TestTransport transport : TestTransport.values()) {
			measure(transport);
		}
		System.exit(0);
	}

	private static void measure(TestTransport transport) {
		Handshake handshake = new Handshake(AuthKey.parse(TestServer.AUTHKEY), true);
		try (TestServer server = TestServer.start(transport.address(), transport.ofServer());
				RpcClientFactory factory = Clients.factory(Duration.ofMinutes(1), Pool.DEFAULT,
						new Security(handshake, transport.ofClient()), List.of(server.address()))) {
			Calculator calculator = factory.create(Calculator.class);
			double[] micros = new double[ROUNDS];
			// the first rounds are for the compiler
			for (int round = -ROUNDS / 2; round < ROUNDS; round++) {
				long begun = System.nanoTime();
				for (int call = 0; call < CALLS; call++) {
					calculator.add(call, round);
				}
				micros[Math.max(round, 0)] = (System.nanoTime() - begun) / 1000.0 / CALLS;
			}
			Arrays.sort(micros);
			System.out.printf("%-4s best %.1f us, median %.1f us%n", transport, micros[0], micros[ROUNDS / 2]);
		}
	}

	interface Calculator {

		int add(int x, int y);

	}

}
