package io.rpcboot.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the settings of sockets.
 */
class SocketTransportTests {

	@Test
	void smallFramesAreNotHeldBackAndDeadPeersAreNoticed() throws IOException {
		try (ServerSocketChannel listener = ServerSocketChannel.open()
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
				SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
				SocketTransport transport = new SocketTransport(channel)) {
			assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
			assertThat(channel.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
			assertThat(transport.isQuiet()).isTrue();
		}
	}

}
