package io.rpcboot.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import com.sun.management.UnixOperatingSystemMXBean;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that break the protocol. Another client is served during each of these tests, and
 * nothing may be left when it ends.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class HostilePeerTests {

	private static final int MAX_MESSAGE = 1000;

	// of the listener, the deadlines, and the other client's connection
	private static final int OWN_THREADS = 3;

	private static final String TOO_LONG = "The peer sent a frame of %d bytes where at most 256 are allowed before it "
			+ "is authenticated: it has no authkey, or speaks another protocol";

	private static final String NO_KEY = "The peer sent a message where its answer to the challenge was due: "
			+ "it has no authkey";

	private final TestTransport transport;

	private final CapturedLog log = new CapturedLog();

	private TestServer server;

	private RawPeer other;

	private ServerThreads threads = new ServerThreads();

	private long descriptors;

	HostilePeerTests(TestTransport transport) {
		this.transport = transport;
	}

	@BeforeEach
	void startServer() throws IOException {
		start(ServerSettings.Timeouts.DEFAULT);
	}

	private void start(ServerSettings.Timeouts timeouts) throws IOException {
		this.threads = new ServerThreads();
		this.server = new TestServer(this.transport, new ServerSettings.Limits(MAX_MESSAGE, 100, 50, 10, 100, 1 << 20),
				timeouts);
		// whatever is loaded at the first time is loaded now
		RawPeer first = this.server.client();
		assertThat(first.call("[\"nothing\", [], {}]"))
			.isEqualTo("AttributeError: there is no function 'nothing' here");
		first.close();
		this.other = this.server.client();
		assertIsServed(this.other);
		await().untilAsserted(() -> assertThat(this.threads.started()).isEqualTo(OWN_THREADS));
		this.descriptors = descriptors();
		this.log.clear();
	}

	private void restart(ServerSettings.Timeouts timeouts) throws IOException {
		stop();
		start(timeouts);
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		assertIsServed(this.other);
		try (RawPeer late = this.server.client()) {
			assertIsServed(late);
		}
		await().untilAsserted(() -> {
			assertThat(this.threads.started()).isEqualTo(OWN_THREADS);
			assertThat(descriptors()).isLessThanOrEqualTo(this.descriptors);
		});
		stop();
		this.log.close();
	}

	private void stop() throws IOException {
		this.other.close();
		this.server.close();
		await().untilAsserted(() -> assertThat(this.threads.started()).isZero());
	}

	private static void assertIsServed(RawPeer client) throws IOException {
		assertThat(client.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
	}

	private static long descriptors() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)
				? unix.getOpenFileDescriptorCount() : 0;
	}

	@Test
	void aPortProbeIsNoWarning() throws Exception {
		RawPeer probe = this.server.connect();
		String address = probe.address();
		probe.readFrame();
		probe.close();
		this.log.awaitLines(
				"DEBUG The connection of " + address + " ended: The peer closed the connection during the handshake");
	}

	@Test
	void aProbeThatEndsByAResetIsNoWarning() throws Exception {
		for (int i = 0; i < 20; i++) {
			this.server.connect().reset();
		}
		RawPeer probe = this.server.connect();
		probe.readFrame();
		probe.reset();
		await().untilAsserted(() -> assertThat(this.log.lines(Level.DEBUG)).hasSizeGreaterThanOrEqualTo(1));
		assertThat(this.log.lines(Level.INFO)).isEmpty();
	}

	@Test
	void aSilentPeerIsGivenUp() throws Exception {
		restart(new ServerSettings.Timeouts(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), null));
		try (RawPeer silent = this.server.connect(); RawPeer second = this.server.connect()) {
			String first = silent.address();
			silent.establish();
			second.establish();
			silent.awaitEnd();
			second.awaitEnd();
			await().untilAsserted(() -> assertThat(this.log.lines(Level.DEBUG)).hasSize(2));
			assertThat(this.log.lines(Level.INFO)).containsAnyOf(silent(first), silent(second.address())).hasSize(1);
		}
	}

	private static String silent(String peer) {
		return "WARN Closed the connection of " + peer + ": the handshake took longer than 1 s "
				+ "(rpc.server.handshake-timeout); the peer sent nothing: it has no authkey, or waits for something "
				+ "else";
	}

	@Test
	void aPeerThatStopsWithinItsHandshakeIsGivenUp() throws Exception {
		restart(new ServerSettings.Timeouts(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(1), null));
		try (RawPeer half = this.server.connect()) {
			half.sendFrame(ChallengeStyle.LEGACY.answer(TestServer.KEY, half.readChallenge()));
			half.readWelcome();
			half.awaitEnd();
			this.log.awaitLines(closed(half, "the handshake took longer than 1 s (rpc.server.handshake-timeout)"));
		}
	}

	@Test
	void aPeerThatGoesAwayWithinItsHandshakeIsAWarning() throws Exception {
		try (RawPeer half = this.server.connect()) {
			half.send(Bytes.header(16), new byte[3]);
			half.finish();
			half.awaitEnd();
			this.log.awaitLines(closed(half, "The peer closed the connection in the middle of a frame"));
		}
	}

	@Test
	void aPeerThatGoesAwayWithinAMessageIsNoWarning() throws Exception {
		try (RawPeer client = this.server.client()) {
			client.send(Bytes.header(16), new byte[3]);
			client.finish();
			client.awaitEnd();
			this.log.awaitLines("DEBUG The connection of " + client.address()
					+ " ended: The peer closed the connection in the middle of a frame");
		}
	}

	static Stream<Arguments> firstBytes() {
		return Stream.of(
				Arguments.of("HTTP", Bytes.of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
						"The peer speaks HTTP, not multiprocessing.connection"),
				Arguments.of("TLS", Bytes.concat(Bytes.hex("16 03 01 0200 01 0001fc 0303"), new byte[506]),
						"The peer speaks TLS, which is not configured here"),
				Arguments.of("2 GiB", Bytes.concat(Bytes.header(Integer.MAX_VALUE), new byte[5000]),
						TOO_LONG.formatted(Integer.MAX_VALUE)),
				Arguments.of("2^40", Bytes.extendedHeader(1L << 40), TOO_LONG.formatted(1L << 40)),
				Arguments.of("2^63", Bytes.extendedHeader(Long.MIN_VALUE), negative(Long.MIN_VALUE)),
				Arguments.of("negative", Bytes.header(-2), negative(-2)),
				Arguments.of("a wrong key", Bytes.frame(ChallengeStyle.LEGACY.answer("x", new byte[0])),
						"The peer's authkey is another one than ours"),
				Arguments.of("no key", Bytes.frame(Bytes.pickle("[\"add\", [2, 3], {}]")), NO_KEY),
				Arguments.of("no key, a long call", Bytes.frame(new byte[257]), TOO_LONG.formatted(257)),
				Arguments.of("an empty answer", Bytes.header(0),
						"The peer's answer to the challenge (0 bytes) is of no known form"));
	}

	private static String negative(long length) {
		return "The peer announced a frame of a negative length (" + length + ")";
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("firstBytes")
	void aPeerThatDoesNotAuthenticateIsClosedAndToldOnce(String name, byte[] bytes, String problem) throws Exception {
		try (RawPeer peer = this.server.connect(); RawPeer second = this.server.connect()) {
			peer.send(bytes);
			peer.awaitEnd();
			this.log.awaitLines(closed(peer, problem));
			second.send(bytes);
			second.awaitEnd();
			this.log.awaitLines(closed(peer, problem), closed(second, problem).replace("WARN", "DEBUG"));
		}
	}

	@Test
	void randomBytesDoNoHarm() throws Exception {
		Random random = new Random(42);
		List<RawPeer> open = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			RawPeer peer = (i % 3 == 0) ? this.server.client() : this.server.connect();
			byte[] bytes = new byte[random.nextInt(1 << random.nextInt(14))];
			random.nextBytes(bytes);
			sendIfOpen(peer, (i % 2 == 0) ? bytes : Bytes.frame(bytes));
			open.add(peer);
			if (open.size() == 20) {
				closeAll(open);
			}
		}
		closeAll(open);
		assertThat(this.log.lines(Level.ERROR)).isEmpty();
	}

	private static void sendIfOpen(RawPeer peer, byte[] bytes) {
		try {
			peer.send(bytes);
		}
		catch (IOException ex) {
			// closed already: the first bytes sufficed
		}
	}

	private void closeAll(List<RawPeer> peers) throws IOException {
		for (RawPeer peer : peers) {
			peer.close();
		}
		peers.clear();
		assertIsServed(this.other);
	}

	static Stream<Arguments> lengthsThatCannotBeDropped() {
		return Stream.of(Arguments.of(Bytes.header((1 << 30) + 1), undroppable((1L << 30) + 1)),
				Arguments.of(Bytes.header(Integer.MAX_VALUE), undroppable(Integer.MAX_VALUE)),
				Arguments.of(Bytes.extendedHeader(1L << 40), undroppable(1L << 40)),
				Arguments.of(Bytes.extendedHeader(Long.MAX_VALUE), undroppable(Long.MAX_VALUE)),
				Arguments.of(Bytes.extendedHeader(Long.MIN_VALUE), negative(Long.MIN_VALUE)),
				Arguments.of(Bytes.header(-2), negative(-2)));
	}

	private static String undroppable(long length) {
		return "it announced a message of " + length + " bytes, more than can be dropped (1073741824)";
	}

	@ParameterizedTest
	@MethodSource("lengthsThatCannotBeDropped")
	void anAuthenticatedPeerIsClosedWhereItsMessageCannotBeDropped(byte[] header, String problem) throws Exception {
		try (RawPeer client = this.server.client()) {
			client.send(header);
			client.awaitEnd();
			this.log.awaitLines(closed(client, problem));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_MESSAGE + 1, 5000, 20_000_000 })
	void aMessageAboveTheLimitIsDroppedAndAnswered(int length) throws Exception {
		String problem = "the message has " + length + " bytes, more than the 1000 that rpc.server.max-message-size "
				+ "allows";
		try (RawPeer client = this.server.client()) {
			for (byte[] header : new byte[][] { Bytes.header(length), Bytes.extendedHeader(length) }) {
				client.send(header, new byte[length]);
				assertThat(client.readReply()).isEqualTo("ValueError: " + problem);
				assertIsServed(client);
			}
			String line = "Refused a message of " + client.address() + ": " + problem;
			this.log.awaitLines("WARN " + line, "DEBUG " + line);
		}
	}

	@Test
	void aMessageAtTheLimitIsRead() throws Exception {
		try (RawPeer client = this.server.client()) {
			String text = "x".repeat(MAX_MESSAGE - "['echo', [''], {}]".length());
			client.sendFrame(Bytes.of("[\"echo\", [\"" + text + "\"], {}]"));
			assertThat(client.readFrame()).isEqualTo(Bytes.of("\"" + text + "\""));
		}
	}

	private static String closed(RawPeer peer, String problem) {
		return "WARN Closed the connection of " + peer.address() + ": " + problem;
	}

}
