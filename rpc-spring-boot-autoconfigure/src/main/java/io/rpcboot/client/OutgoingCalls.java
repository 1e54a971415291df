package io.rpcboot.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.rpcboot.wire.Address;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a client that have not ended.
 */
final class OutgoingCalls {

	private final Set<OutgoingCall> calls = ConcurrentHashMap.newKeySet();

	OutgoingCall begin(String function) {
		OutgoingCall call = new OutgoingCall(function);
		this.calls.add(call);
		return call;
	}

	/**
	 * Describes the calls.
	 * @return one state for each, the oldest first
	 */
	List<ClientState.RunningCall> states() {
		// one moment for all, or a pause between two would turn their order round
		long now = System.nanoTime();
		return this.calls.stream()
			.map((call) -> call.state(now))
			.sorted(Comparator.comparing(ClientState.RunningCall::age).reversed())
			.toList();
	}

	/**
	 * A call that has not ended.
	 */
	final class OutgoingCall implements AutoCloseable {

		private final String function;

		private final long begin = System.nanoTime();

		private volatile @Nullable Address address;

		private OutgoingCall(String function) {
			this.function = function;
		}

		void sentTo(Address destination) {
			this.address = destination;
		}

		private ClientState.RunningCall state(long now) {
			Address destination = this.address;
			return new ClientState.RunningCall(this.function, (destination != null) ? destination.toString() : null,
					Duration.ofNanos(Math.max(0, now - this.begin)));
		}

		@Override
		public void close() {
			OutgoingCalls.this.calls.remove(this);
		}

	}

}
