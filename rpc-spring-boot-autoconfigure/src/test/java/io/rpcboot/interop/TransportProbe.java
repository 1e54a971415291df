package io.rpcboot.interop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.server.ServerSettings.Limits;
import io.rpcboot.server.ServerSettings.Timeouts;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.TrafficMonitor;
import io.rpcboot.zeromq.ClientSecurity;
import io.rpcboot.zeromq.CurveKeys;
import io.rpcboot.zeromq.ServerSecurity;
import io.rpcboot.zeromq.ServerSecurity.ClientKey;
import io.rpcboot.zeromq.ZeroMqChannels;
import org.zeromq.ZMQ;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how long a call takes over each transport, one after the other, from this
 * process to itself. Run by hand: other work on the machine is in the median, hardly in
 * the best.
 */
public final class TransportProbe {

	private static final int ROUNDS = 400;

	private static final int CALLS = 300;

	private static final ZMQ.Curve.KeyPair SERVER = ZMQ.Curve.generateKeyPair();

	private static final ZMQ.Curve.KeyPair CLIENT = ZMQ.Curve.generateKeyPair();

	private TransportProbe() {
	}

	/**
	 * Prints a line for each transport.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		for (TestTransport transport : TestTransport.values()) {
			Security security = new Security(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true),
					transport.ofClient());
			TestServer server = TestServer.start(transport.address(), transport.ofServer());
			measure(transport.name(), server,
					Clients.factory(Duration.ofMinutes(1), Pool.DEFAULT, security, List.of(server.address())));
		}
		measure("ZeroMQ", new ServerSecurity.None(), new ClientSecurity.None());
		byte[] ofServer = CurveKeys.parse(SERVER.secretKey);
		byte[] ofClient = CurveKeys.parse(CLIENT.secretKey);
		measure("ZeroMQ, CURVE",
				new ServerSecurity.Curve(ofServer,
						List.of(new ClientKey("probe", 0, CurveKeys.parse(CLIENT.publicKey)))),
				new ClientSecurity.Curve(CurveKeys.parse(SERVER.publicKey), ofClient));
		System.exit(0);
	}

	private static void measure(String name, ServerSecurity ofServer, ClientSecurity ofClient) {
		TestServer server = TestServer.startZeroMq(ofServer, Limits.DEFAULT, Timeouts.DEFAULT);
		measure(name, server,
				RpcClientFactory.builder("probe", new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT))
					.address(server.address(), new ZeroMqChannels(ofClient, TrafficMonitor.NONE))
					.build());
	}

	private static void measure(String name, TestServer started, RpcClientFactory connected) {
		try (started; RpcClientFactory factory = connected) {
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
			System.out.printf("%-13s best %.1f us, median %.1f us%n", name, micros[0], micros[ROUNDS / 2]);
		}
	}

	interface Calculator {

		int add(int x, int y);

	}

}
