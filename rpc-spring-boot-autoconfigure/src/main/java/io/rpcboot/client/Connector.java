package io.rpcboot.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.CallCodec;
import io.rpcboot.message.CallCorrelation;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.ConnectionFactory;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.FrameLimits;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.HandshakeException;
import io.rpcboot.wire.SharedChannel;
import io.rpcboot.wire.TrafficMonitor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections: connects, and proves to the peer that the key is known.
 */
final class Connector {

	private static final Log logger = LogFactory.getLog(RpcClientFactory.class);

	private final ClientSettings settings;

	private final AddressResolver resolver;

	private final ConnectionFactory connections;

	private final CallCodec codec;

	private final CallChannel.@Nullable Factory channels;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates a connector.
	 * @param settings where to and how
	 * @param watch enforces deadlines
	 * @param resolver finds hosts
	 * @param codec writes the calls of the connections
	 * @param traffic is told of the bytes of the connections
	 * @param channels knows other addresses than those of sockets, {@code null} if nobody
	 * does
	 */
	Connector(ClientSettings settings, DeadlineWatch watch, AddressResolver resolver, CallCodec codec,
			TrafficMonitor traffic, CallChannel.@Nullable Factory channels) {
		this.settings = settings;
		this.channels = channels;
		this.resolver = resolver;
		this.codec = codec;
		// of a connection with one call, its own limit comes first
		Duration timeout = settings.calls().timeout();
		String property = settings.property("timeout");
		FrameLimits limits = new FrameLimits(timeout, property, timeout, property);
		this.connections = new ConnectionFactory(limits, watch, settings.security().tls(), traffic);
	}

	/**
	 * Opens a connection.
	 * @param target the address
	 * @return a connection that is through its handshake
	 * @throws RpcException if it cannot be opened; the message tells why and what to do
	 */
	ClientConnection connect(PooledAddress target) {
		CallDeadline deadline = CallDeadline.after(this.settings.pool().connectTimeout(),
				this.settings.property("pool.connect-timeout"));
		if (this.channels != null && this.channels.knows(target.address())) {
			return new ChannelConnection(this.channels.open(target.address(), this.settings, this.codec, deadline),
					target, this.settings.pool());
		}
		Connection connection = open(target.address(), deadline);
		try {
			authenticate(connection, deadline);
			return clientConnection(connection, target);
		}
		catch (RpcException ex) {
			connection.close();
			throw explain(ex, connection);
		}
		catch (RuntimeException | Error ex) {
			connection.close();
			throw ex;
		}
	}

	private ClientConnection clientConnection(Connection connection, PooledAddress target) {
		CallCorrelation correlation = this.codec.correlation();
		if (correlation == null) {
			return new ExclusiveConnection(connection, target, this.settings, this.codec.forConnection());
		}
		SharedChannel channel = SharedChannel.of(connection, this.settings.calls().maxMessageSize());
		return new SharedConnection(channel, target, this.settings, this.codec, correlation);
	}

	private Connection open(Address address, CallDeadline deadline) {
		RpcException first = null;
		// resolved anew for each connection, since a name can move
		for (SocketAddress target : resolve(address)) {
			try {
				return this.connections.connect(target, deadline.remaining(),
						this.settings.property("pool.connect-timeout"));
			}
			catch (IOException | RpcTimeoutException ex) {
				first = (first != null) ? first : failure(ex);
			}
		}
		throw (first != null) ? first : new RpcConnectionException("the host has no address", Executed.NO, null);
	}

	private List<SocketAddress> resolve(Address address) {
		try {
			return this.resolver.resolve(address);
		}
		catch (UnknownHostException ex) {
			throw new RpcConnectionException("the host is not known; correct " + this.settings.property("address"),
					Executed.NO, ex);
		}
	}

	private void authenticate(Connection connection, CallDeadline deadline) {
		Handshake handshake = this.settings.security().handshake();
		if (handshake != null && handshake.credentials().get(0).key().isShort()) {
			warnIfBeyond(connection.host());
		}
		Duration remaining = deadline.remaining();
		connection.within("the handshake", remaining, this.settings.property("pool.connect-timeout"), () -> {
			connection.establish();
			if (handshake != null) {
				handshake.connect(connection);
			}
		});
	}

	private void warnIfBeyond(@Nullable InetAddress host) {
		if (host != null && !host.isLoopbackAddress() && this.warned.compareAndSet(false, true)) {
			logger
				.warn(("The RPC client '%s' connects to another machine, and a key of fewer than 16 bytes can be found "
						+ "by trying: set a longer one for %s, and in the program")
					.formatted(this.settings.name(), this.settings.property("authkey")));
		}
	}

	private RpcException failure(Exception cause) {
		if (cause instanceof RpcTimeoutException) {
			return new RpcTimeoutException(
					"no connection within %d ms (%s): the host does not answer, or the program accepts no more"
						.formatted(this.settings.pool().connectTimeout().toMillis(),
								this.settings.property("pool.connect-timeout")),
					Executed.NO, cause);
		}
		return new RpcConnectionException(problem(cause), Executed.NO, cause);
	}

	private String problem(Exception cause) {
		if (cause instanceof ConnectException) {
			return "nothing listens there (%s); start the program, or correct %s".formatted(cause.getMessage(),
					this.settings.property("address"));
		}
		if (cause instanceof AccessDeniedException) {
			return "this process may not write to the socket, and so cannot connect; correct its permissions, or "
					+ this.settings.property("address");
		}
		return cause.toString();
	}

	private RpcException explain(RpcException failure, Connection connection) {
		if (failure instanceof HandshakeException handshake) {
			return new RpcAuthenticationException(failure.getMessage() + advice(handshake.reason()), failure);
		}
		if (failure instanceof RpcTimeoutException) {
			return new RpcTimeoutException(
					problem(connection).formatted(this.settings.pool().connectTimeout().toMillis(),
							this.settings.property("pool.connect-timeout")),
					Executed.NO, failure);
		}
		return Failures.unexecuted(failure);
	}

	private String problem(Connection connection) {
		if (!connection.isEstablished()) {
			return "no handshake of TLS within %d ms (%s): the program is busy with another client's handshake, "
					+ "or does not speak TLS, which " + this.settings.property("ssl.bundle") + " asks for";
		}
		return connection.receivedAnything() ? "the handshake did not end within %d ms (%s)"
				: "no handshake within %d ms (%s): the program is busy with another client's handshake, "
						+ "or has no authkey while we have one";
	}

	private String advice(HandshakeException.Reason reason) {
		return switch (reason) {
			case WRONG_KEY, REFUSED_BY_PEER -> "; correct " + this.settings.property("authkey")
					+ ". A Python program whose accept loop does not catch the error has ended by it";
			case HTTP, OTHER_PROTOCOL -> "; correct " + this.settings.property("address");
			case TLS ->
				"; correct " + this.settings.property("address") + ", or set " + this.settings.property("ssl.bundle");
			case NOT_TLS -> "; correct " + this.settings.property("address") + ", or remove "
					+ this.settings.property("ssl.bundle");
			case CERTIFICATE_OF_OTHER -> "; correct " + this.settings.property("address")
					+ ", or have a certificate made for the host that it names";
			case CERTIFICATE_UNTRUSTED -> "; correct the trust store of " + this.settings.property("ssl.bundle");
			case CERTIFICATE_REFUSED ->
				"; correct the key store of " + this.settings.property("ssl.bundle") + ", which may have none";
			case CERTIFICATE_EXPIRED -> "; the program needs a new one";
			case TLS_FAILED -> "; see " + this.settings.property("ssl.bundle");
			case MD5_REFUSED -> ", or " + this.settings.property("allow-md5") + " to be true";
			case NO_KEY, DIGEST_UNAVAILABLE, CERTIFICATE_MISSING -> "";
		};
	}

	/**
	 * Finds the addresses of sockets.
	 */
	interface AddressResolver {

		/**
		 * Finds them.
		 * @param address the address of a program
		 * @return the addresses, in the order in which they are tried
		 * @throws UnknownHostException if there is none
		 */
		List<SocketAddress> resolve(Address address) throws UnknownHostException;

	}

}
