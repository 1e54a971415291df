package io.rpcboot.server;

import io.rpcboot.message.NoRoomException;
import io.rpcboot.wire.Room;

/**
 * What the replies of a server may take of the memory.
 *
 * @param buffers where they have their room
 * @param monitor is told of those for which there is none
 */
public record ReplyRoom(MessageBuffers buffers, ServerMonitor monitor) implements Room {

	@Override
	public void resize(long from, long to) {
		if (!this.buffers.resize(from, to)) {
			this.monitor.rejected(Rejection.NO_ROOM);
			throw new NoRoomException(
					("the call was executed, but there is no room for its reply of %d bytes beside those that wait to "
							+ "be read (rpc.server.max-buffered)")
						.formatted(to));
		}
	}

}
