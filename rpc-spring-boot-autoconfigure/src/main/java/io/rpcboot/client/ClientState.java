package io.rpcboot.client;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a client.
 *
 * @param addresses its addresses
 * @param waiting how many calls wait for a connection
 * @param calls its calls that have not ended, those that wait included
 */
public record ClientState(List<AddressState> addresses, int waiting, List<RunningCall> calls) {

	/**
	 * A call that has not ended.
	 *
	 * @param function the name of the function
	 * @param address where it was sent, {@code null} as long as it waits for a connection
	 * @param age how long ago it was made, or repeated
	 */
	public record RunningCall(String function, @Nullable String address, Duration age) {

	}

}
