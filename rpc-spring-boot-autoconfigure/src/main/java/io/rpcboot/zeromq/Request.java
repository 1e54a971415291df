package io.rpcboot.zeromq;

import java.util.ArrayList;
import java.util.List;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * A message that came to a ROUTER socket.
 *
 * <pre>
 * request = identity *( id ) empty payload  ; of REQ, and of DEALER that does as REQ does
 *         / identity payload                ; of DEALER
 * </pre>
 *
 * @param path what stands before the payload: the way back
 * @param payload the call; {@code null} where it is not in one part
 * @param delimited whether there is an empty part before it: the peer may wait for an
 * answer even where its format has none
 * @param peer the address of the peer
 * @param principal whose key it has, {@code null} for none
 */
record Request(List<byte[]> path, @Nullable Payload payload, boolean delimited, String peer,
		@Nullable String principal) {

	/**
	 * Receives a message.
	 * @param router the socket
	 * @return the message, {@code null} if there is none
	 */
	static @Nullable Request receive(ZMQ.Socket router) {
		Msg first = router.recvMsg(ZMQ.DONTWAIT);
		if (first == null) {
			return null;
		}
		List<byte[]> parts = new ArrayList<>(4);
		parts.add(first.data());
		Msg last = first;
		while (last.hasMore()) {
			last = router.recvMsg();
			parts.add(last.data());
		}
		return of(parts, last.getMetadata());
	}

	private static Request of(List<byte[]> parts, @Nullable Metadata metadata) {
		int delimiter = 1;
		while (delimiter < parts.size() && parts.get(delimiter).length > 0) {
			delimiter++;
		}
		boolean delimited = delimiter < parts.size();
		int path = delimited ? delimiter + 1 : Math.min(parts.size(), 1);
		String principal = property(metadata, Metadata.USER_ID, "");
		return new Request(List.copyOf(parts.subList(0, path)),
				(parts.size() == path + 1) ? Payload.of(parts.get(path)) : null, delimited,
				property(metadata, Metadata.PEER_ADDRESS, "an unknown address"),
				principal.isEmpty() ? null : principal);
	}

	private static String property(@Nullable Metadata metadata, String name, String otherwise) {
		String value = (metadata != null) ? metadata.get(name) : null;
		return (value != null) ? value : otherwise;
	}

	byte[] identity() {
		return this.path.get(0);
	}

}
