package io.rpcboot.zeromq;

import java.util.List;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * What goes back to a peer.
 *
 * @param request what is answered
 * @param content the reply, {@code null} where its format has none
 * @param output what has its room until it is sent
 */
record Answer(Request request, @Nullable Payload content, FrameOutput output) {

	private static final Payload NOTHING = Payload.of(new byte[0]);

	/**
	 * Tells whether the peer waits for an answer.
	 * @return whether there is one, or none in a format whose socket has to have one
	 */
	boolean isWanted() {
		return this.content != null || this.request.delimited();
	}

	int length() {
		return (this.content != null) ? this.content.length() : 0;
	}

	/**
	 * Sends the answer, if the peer reads what it gets.
	 * @param router the socket
	 * @return whether ZeroMQ has taken it, or the peer is gone
	 */
	boolean send(ZMQ.Socket router) {
		List<byte[]> path = this.request.path();
		try {
			// the first part tells who gets it, and so whether there is room
			if (!router.send(path.get(0), ZMQ.DONTWAIT | ZMQ.SNDMORE)) {
				return false;
			}
			for (byte[] part : path.subList(1, path.size())) {
				router.send(part, ZMQ.SNDMORE);
			}
			router.sendMsg(Messages.of((this.content != null) ? this.content : NOTHING), 0);
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() != ZMQ.Error.EHOSTUNREACH.getCode()) {
				throw ex;
			}
		}
		drop();
		return true;
	}

	/**
	 * Gives its room back.
	 */
	void drop() {
		this.output.reset();
	}

}
