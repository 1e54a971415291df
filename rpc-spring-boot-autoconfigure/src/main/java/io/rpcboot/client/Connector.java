package io.rpcboot.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.FrameLimits;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.HandshakeException;

/**
 * Opens connections: connects, and proves to the peer that the key is known.
 */
final class Connector {

	private final ClientSettings settings;

	private final DeadlineWatch watch;

	private final HostResolver resolver;

	private final CallCodec codec;

	private final FrameLimits limits;

	Connector(ClientSettings settings, DeadlineWatch watch, HostResolver resolver, CallCodec codec) {
		this.settings = settings;
		this.watch = watch;
		this.resolver = resolver;
		this.codec = codec;
		// within a call or a handshake, whose own limits come first
		Duration timeout = settings.calls().timeout();
		String property = settings.property("timeout");
		this.limits = new FrameLimits(timeout, property, timeout, property);
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
		Connection connection = open(target.address(), deadline);
		try {
			authenticate(connection, deadline);
			return new ClientConnection(connection, target, this.settings, this.codec.forConnection());
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

	private Connection open(Address address, CallDeadline deadline) {
		RpcException first = null;
		// resolved anew for each connection, since a name can move
		for (InetAddress host : resolve(address)) {
			try {
				SocketChannel channel = SocketChannel.open();
				connect(channel, new InetSocketAddress(host, address.port()), deadline);
				return new Connection(channel, this.limits, this.watch);
			}
			catch (IOException ex) {
				first = (first != null) ? first : failure(ex);
			}
		}
		throw (first != null) ? first : new RpcConnectionException("the host has no address", Executed.NO, null);
	}

	private InetAddress[] resolve(Address address) {
		try {
			return this.resolver.resolve(address.host());
		}
		catch (UnknownHostException ex) {
			throw new RpcConnectionException("the host is not known; correct " + this.settings.property("address"),
					Executed.NO, ex);
		}
	}

	private static void connect(SocketChannel channel, InetSocketAddress address, CallDeadline deadline)
			throws IOException {
		try {
			channel.socket().connect(address, Math.max(1, (int) deadline.remaining().toMillis()));
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	private void authenticate(Connection connection, CallDeadline deadline) {
		Handshake handshake = this.settings.handshake();
		if (handshake != null) {
			Duration remaining = deadline.remaining();
			connection.within("the handshake", remaining, this.settings.property("pool.connect-timeout"),
					() -> handshake.connect(connection));
		}
	}

	private RpcException failure(IOException cause) {
		if (cause instanceof SocketTimeoutException) {
			return new RpcTimeoutException(
					"no connection within %d ms (%s): the host does not answer, or the program accepts no more"
						.formatted(this.settings.pool().connectTimeout().toMillis(),
								this.settings.property("pool.connect-timeout")),
					Executed.NO, cause);
		}
		String problem = (cause instanceof ConnectException)
				? "nothing listens there (%s); start the program, or correct %s".formatted(cause.getMessage(),
						this.settings.property("address"))
				: cause.toString();
		return new RpcConnectionException(problem, Executed.NO, cause);
	}

	private RpcException explain(RpcException failure, Connection connection) {
		if (failure instanceof HandshakeException handshake) {
			return new RpcAuthenticationException(failure.getMessage() + advice(handshake.reason()), failure);
		}
		if (failure instanceof RpcTimeoutException) {
			String problem = connection.receivedAnything() ? "the handshake did not end within %d ms (%s)"
					: "no handshake within %d ms (%s): the program is busy with another client's handshake, "
							+ "or has no authkey while we have one";
			return new RpcTimeoutException(problem.formatted(this.settings.pool().connectTimeout().toMillis(),
					this.settings.property("pool.connect-timeout")), Executed.NO, failure);
		}
		return Failures.unexecuted(failure);
	}

	private String advice(HandshakeException.Reason reason) {
		return switch (reason) {
			case WRONG_KEY, REFUSED_BY_PEER -> "; correct " + this.settings.property("authkey")
					+ ". A Python program whose accept loop does not catch the error has ended by it";
			case HTTP, TLS, OTHER_PROTOCOL -> "; correct " + this.settings.property("address");
			case MD5_REFUSED -> ", or " + this.settings.property("allow-md5") + " to be true";
			case NO_KEY, DIGEST_UNAVAILABLE -> "";
		};
	}

	/**
	 * Finds the addresses of a host.
	 */
	interface HostResolver {

		/**
		 * Finds them.
		 * @param host a name or an address
		 * @return the addresses, in the order in which they are tried
		 * @throws UnknownHostException if there is none
		 */
		InetAddress[] resolve(String host) throws UnknownHostException;

	}

}
