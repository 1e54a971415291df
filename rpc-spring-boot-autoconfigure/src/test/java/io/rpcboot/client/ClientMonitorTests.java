package io.rpcboot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.TrafficCount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a monitor is told of a client's connections.
 */
@Timeout(60)
class ClientMonitorTests {

	private final Recorder recorder = new Recorder();

	@ParameterizedTest
	@CsvSource({ "TCP, ARRAY", "TCP, JSON_RPC", "TLS, ARRAY", "TLS, JSON_RPC" })
	void aFirstCallWaitsForTheConnectionAndLaterOnesDoNot(TestTransport transport, MessageFormat format)
			throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer(transport, ScriptedPeer.well());
				RpcClientFactory factory = factory(peer, transport, format, Duration.ofMinutes(1))) {
			assertThat(factory.operations().call("echo", Integer.class, 7)).isEqualTo(7);
			String address = peer.address().toString();
			assertThat(this.recorder.events).containsExactly("opened " + address, "waited " + address);
			long sent = this.recorder.sent();
			long received = this.recorder.received();
			String text = "x".repeat(300_000);
			assertThat(factory.operations().call("echo", String.class, text)).isEqualTo(text);
			assertThat(this.recorder.events).hasSize(2);
			assertThat(this.recorder.sent() - sent).isBetween(300_000L, 300_200L);
			assertThat(this.recorder.received() - received).isBetween(300_000L, 300_200L);
			assertThat(this.recorder.state.get().addresses()).containsExactly(new AddressState(address, 0, 1, 1, null));
		}
	}

	@Test
	void aConnectionThatCannotBeOpenedIsToldWithItsCause() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer((connection) -> connection.sendFrame(Bytes.of("hello")));
				RpcClientFactory factory = factory(peer, TestTransport.TCP, MessageFormat.ARRAY,
						Duration.ofMinutes(1))) {
			assertThatExceptionOfType(RpcException.class)
				.isThrownBy(() -> factory.operations().call("echo", Integer.class, 7));
			assertThat(this.recorder.events).containsExactly("failed " + peer.address()
					+ ": The peer sent 5 bytes where its challenge was due; correct " + "rpc.client.orders.address",
					"waited null");
		}
	}

	@Test
	void aCallThatGetsNoConnectionInTimeHasWaited() throws Exception {
		try (ScriptedPeer peer = new ScriptedPeer((connection) -> connection.awaitEnd());
				RpcClientFactory factory = factory(peer, TestTransport.TCP, MessageFormat.ARRAY,
						Duration.ofMillis(50))) {
			assertThatExceptionOfType(RpcTimeoutException.class)
				.isThrownBy(() -> factory.operations().call("echo", Integer.class, 7));
			assertThat(this.recorder.events).containsExactly("waited null");
			assertThat(this.recorder.waited.sum()).isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
		}
	}

	@Test
	void whileItIsToldOfAWaitOtherCallsGoOn() throws Exception {
		this.recorder.afterWait = () -> CompletableFuture.supplyAsync(() -> this.recorder.state.get())
			.orTimeout(20, TimeUnit.SECONDS)
			.join();
		try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.well());
				RpcClientFactory factory = factory(peer, TestTransport.TCP, MessageFormat.ARRAY,
						Duration.ofMinutes(1))) {
			assertThat(factory.operations().call("echo", Integer.class, 7)).isEqualTo(7);
		}
	}

	private RpcClientFactory factory(ScriptedPeer peer, TestTransport transport, MessageFormat format,
			Duration timeout) {
		ClientSettings.Calls calls = ClientSettings.Calls.DEFAULT.withFormat(format).withTimeout(timeout);
		return new RpcClientFactory(new ClientSettings(Clients.NAME, List.of(peer.address()),
				ScriptedPeer.security(transport), calls, ClientSettings.Pool.DEFAULT),
				Clients.tools(Clients::startThread), this.recorder);
	}

	private static final class Recorder extends TrafficCount implements ClientMonitor {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final LongAdder waited = new LongAdder();

		private volatile @Nullable Supplier<ClientState> state;

		private volatile Runnable afterWait = () -> {
		};

		@Override
		public void watch(Supplier<ClientState> client) {
			this.state = client;
		}

		@Override
		public void opened(String address) {
			this.events.add("opened " + address);
		}

		@Override
		public void openingFailed(String address, RpcException cause) {
			this.events.add("failed %s: %s".formatted(address, cause.getMessage()));
		}

		@Override
		public void waited(@Nullable String address, long nanos) {
			this.events.add("waited " + address);
			this.waited.add(nanos);
			this.afterWait.run();
		}

	}

}
