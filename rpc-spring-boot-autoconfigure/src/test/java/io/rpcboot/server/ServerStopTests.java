package io.rpcboot.server;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.rpcboot.server.AddressBindException.Problem;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The two steps of a stop, and the ends of a server's life.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ServerStopTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final String CALL = "[\"add\", [2, 3], {}]";

	private final TestTransport transport;

	private final ServerThreads threads = new ServerThreads();

	private final CapturedLog log = new CapturedLog();

	ServerStopTests(TestTransport transport) {
		this.transport = transport;
	}

	@AfterEach
	void noThreadIsLeftAndNoPeerIsBlamed() {
		await().untilAsserted(() -> assertThat(this.threads.started()).isZero());
		assertThat(this.log.lines(Level.INFO)).isEmpty();
		this.log.close();
	}

	@Test
	void connectionsWithoutACallAreClosed() throws Exception {
		try (TestServer server = new TestServer(this.transport);
				RawPeer idle = server.client();
				RawPeer silent = server.connect();
				RawPeer half = server.client()) {
			assertThat(idle.call(CALL)).isEqualTo("5");
			half.send(new byte[2]);
			assertThat(server.stop(LONG)).isEqualTo(new StopReport(0, 0, 0));
			idle.awaitEnd();
			silent.awaitEnd();
			half.awaitEnd();
			assertThatExceptionOfType(SocketException.class).isThrownBy(server::connect);
		}
	}

	@Test
	void aCallThatRunsIsAnsweredFirst() throws Exception {
		try (TestServer server = new TestServer(this.transport);
				RawPeer idle = server.client();
				RawPeer client = server.client()) {
			client.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			CompletableFuture<StopReport> stop = CompletableFuture.supplyAsync(() -> server.stop(LONG));
			server.awaitRefusal();
			assertThat(stop).isNotDone();
			server.functions().release();
			assertThat(client.readReply()).isEqualTo("\"released\"");
			client.awaitEnd();
			idle.awaitEnd();
			assertThat(stop.get(20, TimeUnit.SECONDS)).isEqualTo(new StopReport(1, 0, 0));
		}
	}

	@Test
	void aCallThatDoesNotEndInTimeIsInterruptedAndCounted() throws Exception {
		try (TestServer server = new TestServer(this.transport);
				RawPeer first = server.client();
				RawPeer second = server.client()) {
			first.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			second.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			assertThat(server.functions().awaitBlocked(2)).isTrue();
			assertThat(server.stop(SHORT)).isEqualTo(new StopReport(0, 2, 0));
			first.awaitEnd();
			second.awaitEnd();
			await().untilAsserted(() -> assertThat(this.threads.started()).isZero());
		}
	}

	@Test
	void aCallThatCannotBeInterruptedDoesNotHoldUpTheStop() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			client.sendFrame(Bytes.pickle("[\"blockWhateverHappens\", [], {}]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			assertThat(server.stop(SHORT).cut()).isOne();
			client.awaitEnd();
			server.functions().release();
		}
	}

	@Test
	void aPeerThatWaitsForRoomIsClosedToo() throws Exception {
		try (TestServer server = new TestServer(this.transport,
				new ServerSettings.Limits(1000, 10, 1, 10, 100, 1 << 20), ServerSettings.Timeouts.DEFAULT);
				RawPeer silent = server.connect()) {
			silent.readChallenge();
			RawPeer waiting = server.connect();
			assertThat(server.stop(LONG).cut()).isZero();
			waiting.awaitEnd();
			waiting.close();
		}
	}

	@Test
	void aServerThatIsStoppedTwiceHasNothingToDo() throws Exception {
		try (TestServer server = new TestServer(this.transport)) {
			assertThat(server.stop(LONG).cut()).isZero();
			assertThat(server.stop(LONG).cut()).isZero();
		}
	}

	@Test
	void aServerCanBeStartedWhereAnotherOneWasStopped() throws Exception {
		Address address = this.transport.address();
		for (int i = 0; i < 5; i++) {
			try (TestServer server = new TestServer(this.transport, settings(address));
					RawPeer client = server.client()) {
				assertThat(client.call(CALL)).isEqualTo("5");
				address = server.address();
				assertThat(server.stop(LONG).cut()).isZero();
			}
		}
	}

	@Test
	void anAddressInUseIsRefused() throws IOException {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			Address taken = server.address();
			boolean unix = this.transport == TestTransport.UNIX;
			assertThatExceptionOfType(AddressBindException.class)
				.isThrownBy(() -> new TestServer(this.transport, settings(taken)))
				.withMessage("Cannot listen on " + taken
						+ (unix ? ": another program listens there" : ": Address already in use"))
				.satisfies((failure) -> {
					assertThat(failure.problem()).isEqualTo(unix ? Problem.SOCKET_IN_USE : Problem.IN_USE);
					assertThat(failure.address()).isEqualTo(taken);
				});
			assertThat(client.call(CALL)).isEqualTo("5");
		}
	}

	@ParameterizedTest
	@CsvSource({ "host.invalid, UNKNOWN_HOST", "192.0.2.1, NOT_LOCAL" })
	void anAddressThatIsNotOfThisMachineIsRefused(String host, Problem problem) {
		assertThatExceptionOfType(AddressBindException.class)
			.isThrownBy(() -> new TestServer(this.transport, settings(new TcpAddress(host, 0))))
			.satisfies((failure) -> assertThat(failure.problem()).isEqualTo(problem));
	}

	private ServerSettings settings(Address address) {
		return TestServer.settings(this.transport, address, ServerSettings.Limits.DEFAULT,
				ServerSettings.Timeouts.DEFAULT);
	}

}
