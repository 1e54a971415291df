package io.rpcboot.zeromq;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The socket of a server. All of it is done by the thread of the loop.
 */
final class RouterSocket {

	// for each peer, of what comes faster than it is taken, and of what is not read: few,
	// as each message can be as large as may be
	private static final int HIGH_WATER_MARK = 16;

	// ZeroMQ tells when a peer reads again; this is for one that does not
	private static final long LOOK_AGAIN_MILLIS = 100;

	private static final Duration FAREWELL = Duration.ofSeconds(1);

	private static final String DOMAIN = "rpc";

	private final SocketLoop loop;

	private final ZeroMqServerSettings settings;

	private final ConnectionLog connections;

	private final RequestHandler requests;

	private final Set<ZeroMqPeer> unread = new LinkedHashSet<>();

	private ZMQ.@Nullable Socket socket;

	RouterSocket(SocketLoop loop, ZeroMqServerSettings settings, ConnectionLog connections, RequestHandler requests) {
		this.loop = loop;
		this.settings = settings;
		this.connections = connections;
		this.requests = requests;
	}

	/**
	 * Binds the socket and begins to receive.
	 * @return the endpoint, with the port that was picked
	 * @throws IOException if the address cannot be bound
	 */
	String open() throws IOException {
		ZMQ.Socket router = this.loop.context().createSocket(SocketType.ROUTER);
		router.setRouterMandatory(true);
		router.setHWM(HIGH_WATER_MARK);
		router.setMaxMsgSize((long) this.settings.limits().messageSize() + this.settings.security().overhead());
		router.setHandshakeIvl((int) this.settings.timeouts().handshake().toMillis());
		router.setLinger((int) FAREWELL.toMillis());
		this.connections.follow(router);
		new Authenticator(this.loop, this.settings.security(), this.connections);
		// with it, what speaks an older version, or anything at all, is not taken for a
		// peer
		router.setZapDomain(DOMAIN);
		this.settings.security().secure(router);
		bind(router);
		this.socket = router;
		this.loop.read(router, () -> receive(router));
		this.loop.schedule(router, () -> sendUnread(router));
		return router.getLastEndpoint();
	}

	private void bind(ZMQ.Socket router) throws IOException {
		InetSocketAddress address = (InetSocketAddress) this.settings.address().resolve().get(0);
		router.setIPv6(address.getAddress() instanceof Inet6Address);
		try {
			router.bind(ZeroMqAddress.endpoint(address));
		}
		catch (ZMQException ex) {
			// what is wrong with the address the JDK tells, and ZeroMQ does not
			try (ServerSocket probe = new ServerSocket()) {
				probe.setReuseAddress(true);
				probe.bind(address);
			}
			throw new IOException(ex.getMessage(), ex);
		}
	}

	private boolean receive(ZMQ.Socket router) {
		Request request = Request.receive(router);
		if (request != null) {
			this.requests.take(request, this);
		}
		return request != null;
	}

	/**
	 * Has an answer sent. To be called by any thread.
	 * @param peer who gets it
	 * @param answer the answer
	 */
	void send(ZeroMqPeer peer, Answer answer) {
		this.loop.execute(() -> sendOrKeep(peer, answer));
	}

	private void sendOrKeep(ZeroMqPeer peer, Answer answer) {
		ZMQ.Socket router = this.socket;
		if (router == null || !answer.isWanted()) {
			answer.drop();
			this.requests.ended(peer);
		}
		else if (this.unread.contains(peer) || !answer.send(router)) {
			peer.addUnread(answer);
			this.unread.add(peer);
		}
		else {
			this.requests.sent(peer, answer);
		}
	}

	private long sendUnread(ZMQ.Socket router) {
		this.unread.removeIf((peer) -> {
			while (!peer.unread().isEmpty() && peer.unread().getFirst().send(router)) {
				peer.hasRead();
				this.requests.sent(peer, peer.unread().removeFirst());
			}
			if (peer.isUnreadFor(this.settings.timeouts().write())) {
				this.requests.giveUp(peer);
			}
			return peer.unread().isEmpty();
		});
		return this.unread.isEmpty() ? 0 : LOOK_AGAIN_MILLIS;
	}

}
