package io.rpcboot.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;

import io.rpcboot.fixture.LogCapture;
import io.rpcboot.interop.TestServer;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Keys that can be found by trying, where others can listen to their handshake.
 */
class ShortKeyTests {

	// no connection is used twice
	private static final ClientSettings.Pool POOL = new ClientSettings.Pool(1, 1, Duration.ofSeconds(10),
			Duration.ofMinutes(1), Duration.ofNanos(1));

	@Test
	void whenTheProgramIsOnThisMachineThenNothingIsSaid() {
		assertThat(warnings("127.0.0.1")).isEmpty();
	}

	@Test
	void whenTheProgramIsElsewhereThenTheLogWarnsOnce() throws SocketException {
		List<String> hosts = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> address instanceof Inet4Address && !address.isLoopbackAddress())
			.map(InetAddress::getHostAddress)
			.toList();
		assumeThat(hosts).as("addresses of this machine beside loopback").isNotEmpty();
		assertThat(warnings(hosts.get(0))).containsExactly(
				"WARN The RPC client 'orders' connects to another machine, and a key of fewer than 16 bytes can be "
						+ "found by trying: set a longer one for rpc.client.orders.authkey, and in the program");
	}

	private static List<String> warnings(String host) {
		Security security = Security.of(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true));
		try (LogCapture log = LogCapture.of(RpcClientFactory.class);
				TestServer server = TestServer.start(new TcpAddress(host, 0), null);
				RpcClientFactory client = Clients.factory(Duration.ofSeconds(10), POOL, security,
						List.<Address>of(server.address()))) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.operations().call("add", Integer.class, 2, 3)).isEqualTo(5);
			}
			assertThat(server.handshakes().accepted()).extracting((use) -> use.count()).containsExactly(3L);
			return log.lines().stream().filter((line) -> line.startsWith("WARN")).toList();
		}
	}

}
