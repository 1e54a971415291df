package io.rpcboot.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.rpcboot.zeromq.ServerSecurity.ClientKey;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Answers the questions of ZeroMQ whether a peer is let in, by its protocol ZAP
 * (https://rfc.zeromq.org/spec/27/).
 *
 * <pre>
 * request = "1.0" id domain address identity mechanism *( credential )
 * reply   = "1.0" id status text user metadata
 * </pre>
 */
final class Authenticator {

	private static final String ENDPOINT = "inproc://zeromq.zap.01";

	private static final String VERSION = "1.0";

	private static final int ID = 1;

	private static final int ADDRESS = 3;

	private static final int MECHANISM = 5;

	private final ServerSecurity security;

	private final Listener listener;

	private final ZMQ.Socket socket;

	/**
	 * Begins to answer. To be made by the thread of the loop, before a server's socket is
	 * bound.
	 * @param loop has the sockets
	 * @param security knows the peers
	 * @param listener is told of each peer
	 */
	Authenticator(SocketLoop loop, ServerSecurity security, Listener listener) {
		this.security = security;
		this.listener = listener;
		this.socket = loop.context().createSocket(SocketType.REP);
		this.socket.bind(ENDPOINT);
		loop.read(this.socket, this::answer);
	}

	private boolean answer() {
		List<byte[]> request = receive();
		if (request.isEmpty()) {
			return false;
		}
		boolean known = request.size() > MECHANISM && text(request, 0).equals(VERSION);
		ClientKey key = known
				? this.security.find(text(request, MECHANISM), request.subList(MECHANISM + 1, request.size())) : null;
		this.listener.authenticated(text(request, ADDRESS), key);
		String principal = (key != null) ? key.principal() : null;
		this.socket.sendMore(VERSION);
		this.socket.sendMore(text(request, ID));
		this.socket.sendMore((key != null) ? "200" : "400");
		this.socket.sendMore((key != null) ? "OK" : "unknown key or password");
		this.socket.sendMore((principal != null) ? principal : "");
		this.socket.send("");
		return true;
	}

	private List<byte[]> receive() {
		List<byte[]> parts = new ArrayList<>();
		byte[] first = this.socket.recv(ZMQ.DONTWAIT);
		if (first != null) {
			parts.add(first);
			while (this.socket.hasReceiveMore()) {
				parts.add(this.socket.recv());
			}
		}
		return parts;
	}

	private static String text(List<byte[]> parts, int index) {
		return (index < parts.size()) ? new String(parts.get(index), StandardCharsets.UTF_8) : "";
	}

	/**
	 * Is told of peers.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * Takes note of a peer.
		 * @param host where it is
		 * @param key which key it has, {@code null} if it is refused
		 */
		void authenticated(String host, @Nullable ClientKey key);

	}

}
