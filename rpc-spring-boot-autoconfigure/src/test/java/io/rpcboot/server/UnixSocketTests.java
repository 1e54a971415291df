package io.rpcboot.server;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.rpcboot.server.AddressBindException.Problem;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * The file of a server's Unix socket.
 */
@Timeout(60)
class UnixSocketTests {

	private static final String CALL = "[\"add\", [2, 3], {}]";

	@TempDir
	private Path directory;

	@Test
	void theSocketIsTheOwnersAndIsRemovedAtTheStop() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (TestServer server = start(path); RawPeer client = server.client()) {
			assertThat(client.call(CALL)).isEqualTo("5");
			assertThat(Files.getPosixFilePermissions(path)).isEqualTo(ServerSettings.OWNER_ONLY);
			assertThat(files()).containsExactly("app.sock");
		}
		assertThat(files()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-rw----", "rw-rw-rw-", "-w-------", "---------" })
	void theSocketHasThePermissionsThatAreWanted(String permissions) throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (TestServer server = start(settings(path, permissions))) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo(permissions);
			assertThat(server.address()).isEqualTo(new UnixAddress(path));
		}
	}

	@Test
	void theSocketIsNeverThereWithOtherPermissions() throws Exception {
		Path path = this.directory.resolve("app.sock");
		for (int i = 0; i < 50; i++) {
			CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> awaitPermissions(path));
			try (TestServer server = start(path)) {
				assertThat(seen.get(20, TimeUnit.SECONDS)).as(server.address().toString()).isEqualTo("rw-------");
			}
		}
	}

	private static String awaitPermissions(Path path) {
		while (!Thread.currentThread().isInterrupted()) {
			try {
				return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
			}
			catch (IOException ex) {
				Thread.onSpinWait();
			}
		}
		return "";
	}

	@Test
	void aSocketThatWasLeftBehindIsReplaced() throws IOException {
		Path path = this.directory.resolve("app.sock");
		leaveBehind(path);
		for (int i = 0; i < 3; i++) {
			try (TestServer server = start(path); RawPeer client = server.client()) {
				assertThat(client.call(CALL)).isEqualTo("5");
				assertThat(files()).containsExactly("app.sock", "app.sock.lock");
			}
			assertThat(files()).containsExactly("app.sock.lock");
		}
	}

	@Test
	void aSocketWhereAnotherProgramListensIsNotReplaced() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (var live = TestTransport.UNIX.listen(new UnixAddress(path))) {
			assertRefused(path, Problem.SOCKET_IN_USE, "another program listens there");
			TestTransport.UNIX.connect(live.address()).close();
		}
	}

	@Test
	void aSocketWhereAnotherProgramAcceptsNoMoreIsNotReplaced() throws IOException {
		Path path = this.directory.resolve("app.sock");
		List<RawPeer> waiting = new ArrayList<>();
		try (var live = TestTransport.UNIX.listen(new UnixAddress(path))) {
			for (int i = 0; i < 51; i++) {
				waiting.add(TestTransport.UNIX.connect(live.address()));
			}
			assertRefused(path, Problem.SOCKET_IN_USE, "another program listens there");
		}
		for (RawPeer peer : waiting) {
			peer.close();
		}
	}

	@Test
	void aFileThatIsNoSocketIsNotReplaced() throws IOException {
		Path path = Files.writeString(this.directory.resolve("app.sock"), "precious");
		assertRefused(path, Problem.NO_SOCKET, "there is a file that is no socket");
		assertThat(path).hasContent("precious");
	}

	@Test
	void aLinkToASocketThatWasLeftBehindIsNotReplaced() throws IOException {
		Path path = this.directory.resolve("app.sock");
		leaveBehind(this.directory.resolve("other.sock"));
		Files.createSymbolicLink(path, this.directory.resolve("other.sock"));
		assertRefused(path, Problem.NO_SOCKET, "there is a file that is no socket");
		assertThat(files()).containsExactly("app.sock", "other.sock");
	}

	@Test
	void aDirectoryThatDoesNotExistIsNotCreated() {
		assertRefused(this.directory.resolve("run/app.sock"), Problem.NO_DIRECTORY,
				this.directory.resolve("run") + " is no directory");
	}

	@Test
	void aDirectoryWhereNothingMayBeCreatedIsTold() throws IOException {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-x------"));
		assumeFalse(Files.isWritable(this.directory), "root may do anything");
		assertRefused(this.directory.resolve("app.sock"), Problem.DIRECTORY_DENIED,
				this.directory + " is not writable");
	}

	@ParameterizedTest
	@ValueSource(ints = { 6, 7, 8, 40 })
	void theLongestPathIsPossible(int nameLength) throws IOException {
		int rest = 106 - 1 - nameLength - this.directory.toString().length() - 1;
		Path path = this.directory.resolve("d".repeat(rest)).resolve("n".repeat(nameLength));
		Files.createDirectory(path.getParent());
		try (TestServer server = start(path); RawPeer client = server.client()) {
			assertThat(server.address().toString()).hasSize("unix:".length() + 106);
			assertThat(client.call(CALL)).isEqualTo("5");
		}
	}

	@Test
	void atTheStopAnotherOnesFileIsLeft() throws IOException {
		Path path = this.directory.resolve("app.sock");
		TestServer server = start(path);
		Files.delete(path);
		try (var other = TestTransport.UNIX.listen(new UnixAddress(path))) {
			server.close();
			TestTransport.UNIX.connect(other.address()).close();
		}
	}

	@Test
	void atTheStopAFileThatIsGoneIsNotMissed() throws IOException {
		Path path = this.directory.resolve("app.sock");
		try (TestServer server = start(path)) {
			Files.delete(path);
			assertThatExceptionOfType(SocketException.class).isThrownBy(server::connect);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void aSocketThatAnotherServerHasJustRemovedIsNotMissed() {
		Path path = this.directory.resolve("app.sock");
		assertThatNoException().isThrownBy(() -> StaleSocket.remove(new UnixAddress(path)));
	}

	@RepeatedTest(20)
	void ofServersThatStartAtTheSameMomentOneListens() throws Exception {
		Path path = this.directory.resolve("app.sock");
		leaveBehind(path);
		CyclicBarrier together = new CyclicBarrier(4);
		List<CompletableFuture<TestServer>> starts = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
			try {
				together.await(20, TimeUnit.SECONDS);
				return start(path);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start())).limit(4).toList();
		List<TestServer> listening = new ArrayList<>();
		for (CompletableFuture<TestServer> start : starts) {
			start.handle((server, failure) -> {
				if (server != null) {
					listening.add(server);
				}
				else {
					assertThat(failure).rootCause()
						.hasMessage("Cannot listen on unix:" + path + ": another program listens there");
				}
				return server;
			}).get(20, TimeUnit.SECONDS);
		}
		assertThat(listening).hasSize(1);
		try (TestServer server = listening.get(0); RawPeer client = server.client()) {
			assertThat(client.call(CALL)).isEqualTo("5");
		}
	}

	private static void leaveBehind(Path path) throws IOException {
		TestTransport.UNIX.listen(new UnixAddress(path)).close();
		assertThat(path).exists();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private void assertRefused(Path path, Problem problem, String reason) {
		assertThatExceptionOfType(AddressBindException.class).isThrownBy(() -> start(path))
			.withMessage("Cannot listen on unix:" + path + ": " + reason)
			.satisfies((failure) -> assertThat(failure.problem()).isEqualTo(problem));
	}

	private static TestServer start(Path path) {
		return start(settings(path, "rw-------"));
	}

	private static TestServer start(ServerSettings settings) {
		return new TestServer(TestTransport.UNIX, settings);
	}

	private static ServerSettings settings(Path path, String permissions) {
		return new ServerSettings(new UnixAddress(path), PosixFilePermissions.fromString(permissions),
				Security.of(TestServer.HANDSHAKE), ServerSettings.Limits.DEFAULT, ServerSettings.Timeouts.DEFAULT);
	}

}
