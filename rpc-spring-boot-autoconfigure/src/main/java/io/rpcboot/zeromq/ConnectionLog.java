package io.rpcboot.zeromq;

import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.server.HandshakeCounter;
import io.rpcboot.server.HandshakeCounts;
import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.server.PeerLog;
import io.rpcboot.server.Rejection;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.zeromq.ServerSecurity.ClientKey;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;

/**
 * Takes note of the connections of a server: counts them and their handshakes, and warns
 * of those that are refused, as ZeroMQ tells the peer nothing.
 */
final class ConnectionLog implements Authenticator.Listener {

	private final ZeroMqServerSettings settings;

	private final ServerMonitor monitor;

	private final PeerLog log;

	private final HandshakeCounter handshakes;

	private final AtomicInteger open = new AtomicInteger();

	private final Strangers strangers = new Strangers();

	ConnectionLog(ZeroMqServerSettings settings, ServerMonitor monitor, PeerLog log) {
		this.settings = settings;
		this.monitor = monitor;
		this.log = log;
		this.handshakes = new HandshakeCounter(
				settings.security().keys().stream().map((key) -> KeyUse.none(key.principal(), key.index())).toList(),
				monitor);
	}

	/**
	 * Follows the connections of a socket, before it is bound.
	 * @param socket the socket
	 */
	void follow(ZMQ.Socket socket) {
		socket.setEventHook(this::happened, ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_DISCONNECTED);
	}

	int open() {
		return this.open.get();
	}

	HandshakeCounts handshakes() {
		return this.handshakes.counts();
	}

	// by threads of ZeroMQ
	private void happened(ZEvent event) {
		if (event.getEvent() == ZMonitor.Event.ACCEPTED) {
			this.open.incrementAndGet();
			this.strangers.came(event.getValue());
		}
		else {
			this.open.decrementAndGet();
			ended(ConnectionEnd.of(event.getValue()), this.strangers.left(event.getValue()));
		}
	}

	private void ended(ConnectionEnd end, boolean stranger) {
		switch (end.reason()) {
			case TOO_LARGE -> {
				this.monitor.rejected(Rejection.MESSAGE_TOO_LARGE);
				warn("too-large", end,
						"it sent a message of more than the %d bytes that rpc.server.max-message-size allows"
							.formatted(this.settings.limits().messageSize()));
			}
			case REFUSED -> {
				this.handshakes.failed("other-protocol");
				warn("other-protocol", end,
						("it does not speak ZeroMQ as it has to here (%s), or took longer for its handshake than the "
								+ "%d ms that rpc.server.handshake-timeout allows")
							.formatted(this.settings.security().description(),
									this.settings.timeouts().handshake().toMillis()));
			}
			case CLOSED_BY_PEER -> {
				if (stranger) {
					this.log.info("left", end.peer(),
							("%s left before the handshake had ended: a probe, or a peer that does not speak ZeroMQ as it has to "
									+ "here (%s)")
								.formatted(end.peer(), this.settings.security().description()));
				}
			}
		}
	}

	private void warn(String kind, ConnectionEnd end, String problem) {
		this.log.warn(kind, end.peer(), "Closed the connection of %s: %s".formatted(end.peer(), problem));
	}

	@Override
	public void authenticated(String host, @Nullable ClientKey key) {
		this.strangers.known(host);
		if (this.settings.security().keys().isEmpty()) {
			return;
		}
		if (key != null) {
			this.handshakes.accepted(key.principal(), key.index());
		}
		else {
			this.handshakes.failed("wrong-key");
			this.log.warn("wrong-key", host,
					"Refused a connection of %s: what it shows is none of the keys that are known here"
						.formatted(host));
		}
	}

}
