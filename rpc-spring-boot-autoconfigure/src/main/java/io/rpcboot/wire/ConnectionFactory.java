package io.rpcboot.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import io.rpcboot.RpcTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of sockets, over the transport that is wanted.
 */
public final class ConnectionFactory {

	private final FrameLimits limits;

	private final DeadlineWatch watch;

	private final @Nullable Supplier<Tls> tls;

	private final TrafficMonitor traffic;

	/**
	 * Creates a factory.
	 * @param limits how long frames may take
	 * @param watch enforces the limits
	 * @param tls encrypts what goes over TCP; {@code null} for nothing
	 * @param traffic is told of the bytes of all connections
	 */
	public ConnectionFactory(FrameLimits limits, DeadlineWatch watch, @Nullable Supplier<Tls> tls,
			TrafficMonitor traffic) {
		this.limits = limits;
		this.watch = watch;
		this.tls = tls;
		this.traffic = traffic;
	}

	/**
	 * Takes over a channel that was accepted. It is closed where this fails.
	 * @param channel the channel, in blocking mode
	 * @return a connection that is to be established
	 * @throws IOException if the channel is not connected any more
	 */
	public Connection accept(SocketChannel channel) throws IOException {
		return connection(channel, TlsTransport::ofServer);
	}

	/**
	 * Connects.
	 * @param address where to
	 * @param limit how long it may take
	 * @param property the property that sets the limit, for the message
	 * @return a connection that is to be established
	 * @throws ConnectException if nothing listens there
	 * @throws AccessDeniedException if this process may not connect there
	 * @throws IOException if it cannot connect for another reason
	 * @throws RpcTimeoutException if it took longer
	 */
	public Connection connect(SocketAddress address, Duration limit, String property) throws IOException {
		Deadline.Limit connecting = new Deadline.Limit("connecting", limit, property);
		if (address instanceof UnixDomainSocketAddress unix) {
			return connection(connectUnix(unix, connecting), TlsTransport::ofClient);
		}
		return connection(connect(SocketChannel.open(), address, connecting), TlsTransport::ofClient);
	}

	private SocketChannel connectUnix(UnixDomainSocketAddress address, Deadline.Limit limit) throws IOException {
		try {
			return connect(SocketChannel.open(StandardProtocolFamily.UNIX), address, limit);
		}
		catch (ConnectException ex) {
			throw ex;
		}
		catch (SocketException ex) {
			throw explain(ex, address.getPath());
		}
	}

	// the JDK has one class for all that the system says
	private static IOException explain(SocketException failure, Path path) {
		if (Files.notExists(path)) {
			return new ConnectException(failure.getMessage());
		}
		if (!Files.isWritable(path)) {
			return new AccessDeniedException(path.toString());
		}
		// only virtual threads see this, others wait
		return new SocketException("the program accepts no more connections now: " + failure.getMessage());
	}

	private SocketChannel connect(SocketChannel channel, SocketAddress address, Deadline.Limit limit)
			throws IOException {
		Deadline deadline = new Deadline(channel);
		this.watch.add(deadline);
		try {
			deadline.start(limit);
			channel.connect(address);
			deadline.end();
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			if (deadline.expired()) {
				throw deadline.timeout(ex);
			}
			throw ex;
		}
		finally {
			this.watch.remove(deadline);
		}
	}

	private Connection connection(SocketChannel channel, Layer layer) throws IOException {
		try {
			return new Connection(transport(channel, layer), this.limits, this.watch, this.traffic);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private Transport transport(SocketChannel channel, Layer layer) throws IOException {
		Supplier<Tls> encryption = this.tls;
		return (encryption != null && channel.getRemoteAddress() instanceof InetSocketAddress)
				? layer.over(channel, encryption.get()) : new SocketTransport(channel);
	}

	private interface Layer {

		Transport over(SocketChannel channel, Tls tls) throws IOException;

	}

}
