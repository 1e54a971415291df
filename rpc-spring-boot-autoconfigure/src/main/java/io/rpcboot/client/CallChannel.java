package io.rpcboot.client;

import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What carries calls to one program where that is no connection of
 * {@code io.rpcboot.wire}: it tells by itself which reply belongs to which call, so that
 * several can be under way in any format.
 */
public interface CallChannel {

	/**
	 * Sends a call and waits for its reply.
	 * @param call the call
	 * @param deadline when the reply has to be there
	 * @return the payload of the reply, {@code null} where there is none to the call
	 * @throws io.rpcboot.RpcException if there is none; its {@code executed()} tells
	 * whether the call was sent
	 */
	@Nullable Payload exchange(Call call, CallDeadline deadline);

	/**
	 * Tells whether another call can be sent. Does not wait.
	 * @return not if the connection is lost
	 */
	boolean isOpen();

	/**
	 * Tells whether the peer has answered anybody.
	 * @param begin since when, by {@link System#nanoTime()}
	 * @return whether it is alive, even if one call got no reply
	 */
	boolean answeredSince(long begin);

	/**
	 * Gives what writes the calls.
	 * @return the codec
	 */
	CallCodec codec();

	/**
	 * Closes the channel. Calls that wait for a reply get an
	 * {@link io.rpcboot.RpcConnectionException}.
	 */
	void close();

	/**
	 * Opens channels for one client.
	 */
	interface Factory extends AutoCloseable {

		/**
		 * Tells whether an address is one of those that it knows.
		 * @param address the address
		 * @return whether channels can be opened to it
		 */
		boolean knows(Address address);

		/**
		 * Opens a channel.
		 * @param address where to
		 * @param settings of the client
		 * @param codec writes and reads the calls
		 * @param deadline when it has to be open
		 * @return a channel that is through its handshake
		 * @throws io.rpcboot.RpcException if it cannot be opened; the message tells why
		 * and what to do
		 */
		CallChannel open(Address address, ClientSettings settings, CallCodec codec, CallDeadline deadline);

		/**
		 * Closes what its channels share, as soon as they are closed.
		 */
		@Override
		void close();

	}

}
