package io.rpcboot.server;

import java.time.Duration;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that say nothing for too long.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class IdleTimeoutTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(300);

	private final TestTransport transport;

	private final CapturedLog log = new CapturedLog();

	IdleTimeoutTests(TestTransport transport) {
		this.transport = transport;
	}

	@AfterEach
	void stopCapturing() {
		this.log.close();
	}

	@Test
	void anAuthenticatedConnectionThatIsIdleIsClosed() throws Exception {
		try (TestServer server = server(SHORT); RawPeer client = server.client()) {
			assertThat(client.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
			client.awaitEnd();
			this.log.awaitLines("DEBUG Closed the connection of " + client.address()
					+ ", which was idle for 300 ms (rpc.server.idle-timeout)");
			try (RawPeer next = server.client()) {
				assertThat(next.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
			}
		}
	}

	@Test
	void neitherACallThatRunsNorOneThatWasNeverMadeIsIdle() throws Exception {
		try (TestServer server = server(SHORT);
				RawPeer silent = server.connect();
				RawPeer busy = server.client();
				RawPeer idle = server.client()) {
			busy.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			idle.awaitEnd();
			silent.readChallenge();
			server.functions().release();
			assertThat(busy.readReply()).isEqualTo("\"released\"");
			busy.awaitEnd();
		}
	}

	private TestServer server(Duration idle) {
		return new TestServer(this.transport, ServerSettings.Limits.DEFAULT,
				new ServerSettings.Timeouts(LONG, LONG, LONG, idle));
	}

}
