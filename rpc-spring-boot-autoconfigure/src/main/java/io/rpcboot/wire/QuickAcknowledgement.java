package io.rpcboot.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;

import jdk.net.ExtendedSocketOptions;

/**
 * Has the kernel acknowledge at once what the peer may be waiting for.
 * <p>
 * CPython writes a frame above 16 KiB in two pieces without {@code TCP_NODELAY}, and the
 * end of its handshake and its first request likewise: its kernel holds the second piece
 * back until the first is acknowledged, which ours delays by 40 milliseconds because it
 * expects to acknowledge with an answer. Where bytes were read and nothing was written
 * since, the acknowledgement is therefore sent at once ({@code TCP_QUICKACK}, where there
 * is such a thing).
 */
final class QuickAcknowledgement {

	private final SocketChannel channel;

	private final boolean supported;

	// one thread may read while another one writes
	private volatile boolean unanswered;

	QuickAcknowledgement(SocketChannel channel) {
		this.channel = channel;
		this.supported = channel.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
	}

	void beforeRead(boolean insidePayload) throws IOException {
		if (this.unanswered && this.supported && !insidePayload) {
			this.channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
		}
	}

	void afterRead(int count) {
		this.unanswered |= count > 0;
	}

	void written() {
		this.unanswered = false;
	}

}
