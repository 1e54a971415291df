package io.rpcboot.zeromq;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.TrafficMonitor;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;

/**
 * The socket of a channel. All of it is done by the thread of the loop, but for what says
 * something else.
 *
 * <pre>
 * message = id empty payload  ; there and back, as REP and ROUTER sockets return the id
 * </pre>
 */
final class DealerSocket {

	private static final int PARTS = 3;

	// what a program has in the queue of ZeroMQ that does not read
	private static final int HIGH_WATER_MARK = 1000;

	// ZeroMQ does that by itself; here the pool does, before the next call
	private static final int NO_RECONNECT_MILLIS = 3_600_000;

	// what does not speak the protocol is taken for its version of 2009
	private static final int UNVERSIONED = 0;

	private static final byte[] EMPTY = new byte[0];

	private final SocketLoop loop;

	private final ClientSettings settings;

	private final Listener listener;

	private final TrafficMonitor traffic;

	private final Deque<PendingReply> unsent = new ArrayDeque<>();

	private ZMQ.@Nullable Socket socket;

	private boolean answered;

	DealerSocket(SocketLoop loop, ClientSettings settings, Listener listener, TrafficMonitor traffic) {
		this.loop = loop;
		this.settings = settings;
		this.listener = listener;
		this.traffic = traffic;
	}

	/**
	 * Begins to connect. The listener is told what becomes of it.
	 * @param target the address
	 * @param security what is shown
	 */
	void connect(InetSocketAddress target, ClientSecurity security) {
		ZMQ.Socket dealer = this.loop.context().createSocket(SocketType.DEALER);
		this.socket = dealer;
		dealer.setHWM(HIGH_WATER_MARK);
		dealer.setLinger(0);
		dealer.setMaxMsgSize((long) this.settings.calls().maxMessageSize() + security.overhead());
		dealer.setReconnectIVL(NO_RECONNECT_MILLIS);
		dealer.setIPv6(target.getAddress() instanceof Inet6Address);
		security.secure(dealer);
		dealer.setEventHook(this::happened, ZMQ.EVENT_CONNECTED | ZMQ.EVENT_CONNECT_RETRIED
				| ZMQ.EVENT_HANDSHAKE_PROTOCOL | ZMQ.HANDSHAKE_FAILED_AUTH | ZMQ.EVENT_DISCONNECTED);
		dealer.connect(ZeroMqAddress.endpoint(target));
		this.loop.read(dealer, () -> receive(dealer));
	}

	// by a thread of ZeroMQ
	private void happened(ZEvent event) {
		switch (event.getEvent()) {
			case CONNECT_RETRIED -> end(new RpcConnectionException(
					"nothing listens there; start the program, or correct " + this.settings.property("address"),
					Executed.NO, null));
			case CONNECTED -> this.listener.connected();
			case HANDSHAKE_PROTOCOL -> greeted(event);
			case HANDSHAKE_FAILED_AUTH -> end(new RpcAuthenticationException(
					"the program does not know what this client shows; correct " + this.settings.property("zeromq"),
					null));
			case DISCONNECTED -> {
				ConnectionEnd.Reason reason = ConnectionEnd.of(event.getValue()).reason();
				this.loop.execute(() -> ended(reason));
			}
			default -> throw new IllegalStateException("No such event was asked for: " + event.getEvent());
		}
	}

	private void greeted(ZEvent event) {
		if (Integer.valueOf(UNVERSIONED).equals(event.getValue())) {
			end(new RpcAuthenticationException(
					"what listens there does not speak ZeroMQ; correct " + this.settings.property("address"), null));
		}
		else {
			this.loop.execute(this.listener::ready);
		}
	}

	private void ended(ConnectionEnd.Reason reason) {
		this.listener.ended(switch (reason) {
			case TOO_LARGE -> new RpcProtocolException(
					"a reply has more than the %d bytes that %s allows"
						.formatted(this.settings.calls().maxMessageSize(), this.settings.property("max-message-size")),
					Executed.UNKNOWN, null);
			case REFUSED ->
				new RpcAuthenticationException("the program asks for something else than this client shows; correct "
						+ this.settings.property("zeromq"), null);
			case CLOSED_BY_PEER -> new RpcConnectionException(this.answered
					? "the program closed the connection instead of answering"
					: "the program closed the connection before it had answered anything: it does not know "
							+ "what this client shows (%s), or has ended".formatted(this.settings.property("zeromq")),
					Executed.UNKNOWN, null);
		});
	}

	private void end(RpcException failure) {
		this.loop.execute(() -> this.listener.ended(failure));
	}

	private boolean receive(ZMQ.Socket dealer) {
		byte[] id = dealer.recv(ZMQ.DONTWAIT);
		if (id == null) {
			// only now, as this is what tells ZeroMQ that there is room again
			sendUnsent(dealer);
			return false;
		}
		byte[] last = id;
		int parts = 1;
		while (dealer.hasReceiveMore()) {
			last = dealer.recv();
			parts++;
		}
		this.answered = true;
		this.traffic.received(last.length);
		if (parts == PARTS && id.length == Long.BYTES) {
			this.listener.received(ByteBuffer.wrap(id).getLong(), Payload.of(last));
		}
		return true;
	}

	/**
	 * Sends a call as soon as there is room. To be called by any thread.
	 * @param call the call
	 */
	void send(PendingReply call) {
		this.loop.execute(() -> {
			this.unsent.addLast(call);
			ZMQ.Socket dealer = this.socket;
			if (dealer != null) {
				sendUnsent(dealer);
			}
		});
	}

	private void sendUnsent(ZMQ.Socket dealer) {
		while (!this.unsent.isEmpty() && send(this.unsent.getFirst(), dealer)) {
			this.unsent.removeFirst();
		}
	}

	private boolean send(PendingReply call, ZMQ.Socket dealer) {
		if (!call.beginSending()) {
			return true;
		}
		if (!dealer.send(ByteBuffer.allocate(Long.BYTES).putLong(call.id()).array(), ZMQ.DONTWAIT | ZMQ.SNDMORE)) {
			call.notSent();
			return false;
		}
		dealer.send(EMPTY, ZMQ.SNDMORE);
		dealer.sendMsg(Messages.of(call.content()), 0);
		this.traffic.sent(call.content().length());
		call.sent();
		return true;
	}

	/**
	 * Forgets a call that was not sent. To be called by any thread.
	 * @param call the call
	 */
	void withdraw(PendingReply call) {
		this.loop.execute(() -> this.unsent.remove(call));
	}

	/**
	 * Closes the socket.
	 */
	void close() {
		ZMQ.Socket dealer = this.socket;
		this.socket = null;
		this.unsent.clear();
		if (dealer != null) {
			this.loop.close(dealer);
		}
	}

	/**
	 * Is told what happens, by the thread of the loop unless it says otherwise.
	 */
	interface Listener {

		/**
		 * Takes note that the peer has accepted the connection, by any thread.
		 */
		void connected();

		/**
		 * Takes note that calls can be sent.
		 */
		void ready();

		/**
		 * Takes a reply.
		 * @param id that of its call
		 * @param reply the reply
		 */
		void received(long id, Payload reply);

		/**
		 * Takes note that there will be no more replies.
		 * @param failure why
		 */
		void ended(RpcException failure);

	}

}
