package io.rpcboot.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.UnixAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket on which a server accepts connections.
 */
final class Listener implements Closeable {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	// CPython retries a refused connect only in 2.7: better to have it wait in the queue
	private static final int BACKLOG = 1024;

	private final ServerSocketChannel channel;

	private final BoundAddress address;

	private final @Nullable SocketFile file;

	private Listener(ServerSocketChannel channel, BoundAddress address, @Nullable SocketFile file) {
		this.channel = channel;
		this.address = address;
		this.file = file;
	}

	/**
	 * Binds a socket.
	 * @param settings tell the address
	 * @return the socket
	 * @throws AddressBindException if the address cannot be bound
	 */
	static Listener open(ServerSettings settings) {
		Address address = settings.address();
		ServerSocketChannel channel = null;
		try {
			if (address instanceof UnixAddress unix) {
				channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
				return bind(channel, unix, settings);
			}
			channel = ServerSocketChannel.open();
			return bind(channel, address, settings);
		}
		catch (IOException ex) {
			close(channel);
			throw new AddressBindException(address, ex);
		}
		catch (RuntimeException ex) {
			close(channel);
			throw ex;
		}
	}

	private static Listener bind(ServerSocketChannel channel, Address address, ServerSettings settings)
			throws IOException {
		channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
		channel.bind(address.resolve().get(0), BACKLOG);
		InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
		boolean local = bound.getAddress().isLoopbackAddress();
		return new Listener(channel, new BoundAddress(Address.text(bound), bound.getPort(), local,
				local ? "loopback only" : "reachable from outside", describe(settings.security())), null);
	}

	private static Listener bind(ServerSocketChannel channel, UnixAddress address, ServerSettings settings)
			throws IOException {
		Set<PosixFilePermission> permissions = settings.permissions();
		SocketFile file = SocketFile.bind(channel, BACKLOG, address, permissions);
		return new Listener(channel, new BoundAddress(address.toString(), null, true,
				PosixFilePermissions.toString(permissions), describe(settings.security())), file);
	}

	private static String describe(Security security) {
		String authentication = (security.handshake() != null) ? "authkey required" : "no authentication";
		return authentication + ((security.tls() != null) ? ", TLS" : "");
	}

	BoundAddress address() {
		return this.address;
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	SocketChannel accept() throws IOException {
		return this.channel.accept();
	}

	@Override
	public void close() {
		if (this.file != null) {
			// while it is live nobody else takes its place
			this.file.delete();
		}
		close(this.channel);
	}

	private static void close(@Nullable ServerSocketChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			logger.debug("The listener could not be closed", ex);
		}
	}

}
