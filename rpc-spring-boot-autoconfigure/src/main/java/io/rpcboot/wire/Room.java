package io.rpcboot.wire;

/**
 * What large frames may take of the memory.
 */
public interface Room {

	/** As much as there is. */
	Room UNBOUNDED = (from, to) -> {
	};

	/**
	 * Gives a frame more or less room.
	 * @param from how many bytes it has
	 * @param to how many it needs, 0 when it is gone
	 * @throws io.rpcboot.RpcException if there is no room, so that it keeps what it has
	 */
	void resize(long from, long to);

}
