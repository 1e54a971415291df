package io.rpcboot.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.client.ScriptedPeer.Script;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls that a server refuses to execute, as it stops or has too much to do.
 */
@Timeout(60)
class StoppingServerTests {

	private static final String TEXT = "echo() was not executed: the server stops";

	private static final String STOPPING = "63 5f5f6275696c74696e5f5f0a 4f534572726f720a 4b6f";

	private static final String OVERLOADED = "63 5f5f6275696c74696e5f5f0a 4f534572726f720a 4b0b";

	private final AtomicInteger refused = new AtomicInteger();

	@ParameterizedTest
	@EnumSource
	void aRefusedCallIsRepeatedElsewhere(MessageFormat format) throws Exception {
		try (ScriptedPeer stopping = new ScriptedPeer(refusing());
				ScriptedPeer other = new ScriptedPeer(answering(format));
				RpcClientFactory factory = factory(format, 10_000, stopping.port(), other.port())) {
			RpcOperations operations = factory.operations();
			for (int i = 0; i < 20; i++) {
				assertThat(operations.call("echo", Integer.class, i)).isEqualTo(i);
			}
			// it was given no other call as long as it could not be connected to anew
			assertThat(this.refused).hasValueLessThanOrEqualTo(stopping.accepted());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedCallIsRepeatedByAnotherConnectionToTheSameAddress(MessageFormat format) throws Exception {
		try (ScriptedPeer server = new ScriptedPeer(refusing());
				RpcClientFactory factory = factory(format, 10_000, server.port())) {
			server.become((peer) -> {
				peer.admit(ScriptedPeer.KEY);
				server.become(answering(format));
				refuse(peer, peer.readFrame());
				answering(format, peer);
			});
			assertThat(factory.operations().call("echo", Integer.class, 7)).isEqualTo(7);
			assertThat(this.refused).hasValue(1);
			assertThat(server.accepted()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCallThatIsRefusedAgainAndAgainEndsInTime(MessageFormat format) throws Exception {
		try (ScriptedPeer server = new ScriptedPeer(refusing());
				RpcClientFactory factory = factory(format, 500, server.port())) {
			RpcException failure = catchThrowableOfType(RpcException.class,
					() -> factory.operations().call("echo", Integer.class, 7));
			assertThat(failure).isExactlyInstanceOf(RpcConnectionException.class)
				.hasMessage("orders.echo() at 127.0.0.1:%d: the peer is stopping: %s", server.port(), TEXT);
			assertThat(failure.executed()).isEqualTo(Executed.NO);
			// with pauses of a tenth of a second
			assertThat(this.refused).hasValueBetween(2, 6);
		}
	}

	@Test
	void anOverloadIsNotRepeated() throws Exception {
		try (ScriptedPeer server = new ScriptedPeer(raising(OVERLOADED));
				RpcClientFactory factory = factory(MessageFormat.ARRAY, 10_000, server.port())) {
			RpcException failure = catchThrowableOfType(RpcException.class,
					() -> factory.operations().call("echo", Integer.class, 7));
			assertThat(failure).isExactlyInstanceOf(RpcOverloadedException.class)
				.hasMessage("orders.echo() at 127.0.0.1:%d: the peer has too much to do: %s", server.port(), TEXT);
			assertThat(failure.executed()).isEqualTo(Executed.NO);
			assertThat(this.refused).hasValue(1);
		}
	}

	// as Python's pickler writes it: it has a number for each thing that it may need
	// again
	@Test
	void theSameExceptionOfAFunctionIsAFailure() throws Exception {
		try (ScriptedPeer server = new ScriptedPeer(raising(STOPPING.replace("0a 4b", "0a 7100 4b")));
				RpcClientFactory factory = factory(MessageFormat.ARRAY, 10_000, server.port())) {
			RpcException failure = catchThrowableOfType(RpcException.class,
					() -> factory.operations().call("echo", Integer.class, 7));
			assertThat(failure).isExactlyInstanceOf(RpcRemoteException.class)
				.hasMessage("orders.echo() at 127.0.0.1:%d: OSError: [Errno 111] %s", server.port(), TEXT);
			assertThat(failure.executed()).isEqualTo(Executed.YES);
			assertThat(this.refused).hasValue(1);
		}
	}

	private static RpcClientFactory factory(MessageFormat format, int timeoutMillis, int... ports) {
		return Clients.factory(format, Duration.ofMillis(timeoutMillis), ClientSettings.Pool.DEFAULT, ports);
	}

	private Script refusing() {
		return (peer) -> {
			peer.admit(ScriptedPeer.KEY);
			while (true) {
				refuse(peer, peer.readFrame());
			}
		};
	}

	private Script raising(String exception) {
		return (peer) -> {
			peer.admit(ScriptedPeer.KEY);
			while (true) {
				peer.readFrame();
				this.refused.incrementAndGet();
				peer.sendFrame(pickled(exception));
			}
		};
	}

	private void refuse(RawPeer peer, byte[] call) throws IOException {
		this.refused.incrementAndGet();
		String text = new String(call, StandardCharsets.ISO_8859_1);
		peer.sendFrame(text.contains("jsonrpc") ? Bytes.of("""
				{"jsonrpc":"2.0","id":%s,"error":{"code":-32005,"message":"%s",\
				"data":{"type":"ConnectionRefusedError"}}}""".formatted(ScriptedPeer.id(text), TEXT))
				: pickled(STOPPING));
	}

	private static byte[] pickled(String exception) {
		return Bytes.concat(Bytes.hex("80 02" + exception + "58"), new byte[] { (byte) TEXT.length(), 0, 0, 0 },
				Bytes.of(TEXT), Bytes.hex("86 52 2e"));
	}

	private static Script answering(MessageFormat format) {
		return (peer) -> {
			peer.admit(ScriptedPeer.KEY);
			answering(format, peer);
		};
	}

	private static void answering(MessageFormat format, RawPeer peer) throws IOException {
		if (format != MessageFormat.PICKLE) {
			ScriptedPeer.answer(peer, ScriptedPeer::firstArgument);
		}
		while (true) {
			// ('echo', (i,), {}): the number stands before the end of the inner tuple
			byte[] call = peer.readFrame();
			int number = new String(call, StandardCharsets.ISO_8859_1).indexOf("K");
			peer.sendFrame(new byte[] { (byte) 0x80, 2, 'K', call[number + 1], '.' });
		}
	}

}
