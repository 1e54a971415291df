package io.rpcboot.interop;

import java.util.Map;

import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Clients that know the key, and clients that do not.
 */
class HandshakeTests {

	@WithEveryPython
	void whenTheKeyIsWrongTheClientRaisesAnAuthenticationError(Interpreter python) {
		try (TestServer server = TestServer.start()) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, b'another')
					AuthenticationError: digest sent was rejected
					>>> connect(address, authkey).add(2, 3)
					5
					""");
		}
	}

	@WithEveryPython
	void whenTheClientHasNoKeyItsFirstReceptionFails(Interpreter python) {
		try (TestServer server = TestServer.start()) {
			Transcript.replay(python, "client.py", server, """
					>>> exchange(Client(address), json.dumps(['add', [2, 3], {}]))
					UnpicklingError: invalid load key, '#'.
					>>> connection = Client(address)
					>>> connection.send(json.dumps(['add', [2, 3], {}]))
					null
					>>> fates(connection, 3)
					["UnpicklingError", "UnpicklingError", "EOFError"]
					>>> connection = Client(address)
					>>> connection.send('x' * 10000)
					null
					>>> fates(connection, 3)[2] in ('EOFError', 'ConnectionResetError', 'IOError')
					true
					>>> connect(address, authkey).add(2, 3)
					5
					""");
		}
	}

	@WithEveryPython
	void whenCallersHaveKeysOfTheirOwnThenTheServerKnowsThemByEachKey(Interpreter python) {
		try (TestServer server = TestServer.startWithKeys(credential("billing", 0, "billing's new key"),
				credential("billing", 1, "billing's old key"), credential("reports", 0, "key of reports"),
				credential("reports", 1, "old key of reports"), credential(null, 0, TestServer.AUTHKEY))) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, b"billing's new key").principal()
					"billing"
					>>> connect(address, b"billing's old key").principal()
					"billing"
					>>> connect(address, b'key of reports').principal()
					"reports"
					>>> connect(address, b'old key of reports').principal()
					"reports"
					>>> connect(address, b'old key of reports').principal()
					"reports"
					>>> connect(address, authkey).principal()
					null
					>>> connect(address, b"billing's key")
					AuthenticationError: digest sent was rejected
					""");
			assertThat(server.handshakes().accepted()).extracting(KeyUse::principal, KeyUse::key, KeyUse::count)
				.containsExactly(tuple("billing", 0, 1L), tuple("billing", 1, 1L), tuple("reports", 0, 1L),
						tuple("reports", 1, 2L), tuple(null, 0, 1L));
			await().untilAsserted(() -> assertThat(server.handshakes().failed()).isEqualTo(Map.of("wrong-key", 1L)));
		}
	}

	private static Credential credential(String principal, int index, String key) {
		return new Credential(principal, index, AuthKey.parse(key));
	}

	@WithEveryPython
	void whenMd5IsNotAllowedOnlyPython312AndLaterAuthenticates(Interpreter python) {
		try (TestServer server = TestServer.startWithoutMd5()) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, authkey).add(2, 3)
					%s
					""".formatted(python.isAtLeast(3, 12) ? "5" : "AuthenticationError: digest sent was rejected"));
		}
	}

}
