package io.rpcboot.zeromq;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import io.rpcboot.wire.Address;
import org.zeromq.ZMQ;
import zmq.util.Errno;

/**
 * Looks at a connection of a ZeroMQ socket in the moment in which it ends, since ZeroMQ
 * tells neither whose it was nor why it ends. To be called by the thread of ZeroMQ that
 * ends it, before it is closed.
 *
 * @param peer the address of the peer
 * @param reason why it ends
 */
record ConnectionEnd(String peer, Reason reason) {

	/**
	 * Why a connection ends.
	 */
	enum Reason {

		/** The peer has closed it. */
		CLOSED_BY_PEER,

		/** The peer has sent more than is accepted. */
		TOO_LARGE,

		/**
		 * ZeroMQ closes it: the peer speaks another mechanism, is too slow, or does not
		 * speak ZeroMQ at all.
		 */
		REFUSED

	}

	static ConnectionEnd of(Object channel) {
		if (!(channel instanceof SocketChannel connection)) {
			return new ConnectionEnd("an unknown address", Reason.CLOSED_BY_PEER);
		}
		return new ConnectionEnd(peer(connection), reason(connection));
	}

	static String peer(SocketChannel connection) {
		try {
			SocketAddress address = connection.getRemoteAddress();
			return (address != null) ? Address.text(address) : "an unknown address";
		}
		catch (IOException ex) {
			return "an unknown address";
		}
	}

	private static Reason reason(SocketChannel connection) {
		Errno error = new Errno();
		boolean tooLarge = error.is(ZMQ.Error.EMSGSIZE.getCode());
		if (tooLarge) {
			// it would stand there for the next connection, too
			error.set(0);
			return Reason.TOO_LARGE;
		}
		try {
			// nobody reads what comes now
			return (connection.read(ByteBuffer.allocate(1)) < 0) ? Reason.CLOSED_BY_PEER : Reason.REFUSED;
		}
		catch (IOException ex) {
			return Reason.CLOSED_BY_PEER;
		}
	}

}
