package io.rpcboot.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.message.MessageHandler;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.FrameLimits;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens for connections and answers their messages, each connection on a thread of its
 * own. Starts and stops once.
 */
public final class RpcServer {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	// CPython retries a refused connect only in 2.7: better to have it wait in the queue
	private static final int BACKLOG = 1024;

	private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

	private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

	private final ServerSettings settings;

	private final MessageHandler messages;

	private final Executor executor;

	private final Admission admission;

	private final FrameLimits frameLimits;

	private final PeerLog peers = new PeerLog(System::nanoTime);

	private volatile @Nullable ServerSocketChannel listener;

	private volatile @Nullable Thread acceptor;

	private volatile @Nullable DeadlineWatch watch;

	/**
	 * Creates a server.
	 * @param settings what it needs to know
	 * @param messages answers messages
	 * @param executor runs connections, each as long as it lasts: it must not queue them
	 */
	public RpcServer(ServerSettings settings, MessageHandler messages, Executor executor) {
		this.settings = settings;
		this.messages = messages;
		this.executor = executor;
		this.admission = new Admission(settings.limits());
		this.frameLimits = new FrameLimits(settings.timeouts().read(), "rpc.server.read-timeout",
				settings.timeouts().write(), "rpc.server.write-timeout");
	}

	/**
	 * Binds the address and begins to accept.
	 * @return the address, with the port that was picked where none was given
	 * @throws AddressBindException if the address cannot be bound
	 */
	public InetSocketAddress start() {
		ServerSocketChannel channel = bind();
		this.listener = channel;
		this.watch = new DeadlineWatch("rpc-server-deadlines");
		// no daemon: it keeps the JVM alive as long as the server listens
		Thread thread = new Thread(() -> acceptAll(channel), "rpc-server-accept");
		thread.start();
		this.acceptor = thread;
		return (InetSocketAddress) channel.socket().getLocalSocketAddress();
	}

	private ServerSocketChannel bind() {
		ServerSocketChannel channel = null;
		try {
			channel = ServerSocketChannel.open();
			channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
			channel.bind(this.settings.address().resolve(), BACKLOG);
			return channel;
		}
		catch (IOException ex) {
			close(channel);
			throw new AddressBindException(this.settings.address(), ex);
		}
	}

	private void acceptAll(ServerSocketChannel channel) {
		while (channel.isOpen()) {
			try {
				accept(channel.accept());
			}
			catch (ClosedChannelException ex) {
				return;
			}
			// an Error, too: a thread that cannot be started must not end the listener
			catch (IOException | RuntimeException | Error ex) {
				logger.error("A connection could not be accepted", ex);
				// out of descriptors or threads: neither fill the log nor take the
				// processor
				LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
			}
		}
	}

	private void accept(SocketChannel channel) throws IOException {
		DeadlineWatch deadlines = this.watch;
		if (deadlines == null) {
			channel.close();
			return;
		}
		try {
			serve(new Connection(channel, this.frameLimits, deadlines));
		}
		catch (IOException ex) {
			logger.debug("A peer was gone before its connection could be served", ex);
		}
	}

	private void serve(Connection connection) {
		ServerConnection accepted = new ServerConnection(connection, this);
		if (!this.admission.admit(accepted)) {
			connection.close();
			ServerSocketChannel channel = this.listener;
			if (channel != null && channel.isOpen()) {
				this.peers.warn("full", connection.peer(),
						"Refused the connection of %s: there are %d already (rpc.server.max-connections)"
							.formatted(connection.peer(), this.settings.limits().connections()));
			}
			return;
		}
		try {
			this.executor.execute(accepted);
		}
		catch (RuntimeException | Error ex) {
			connection.close();
			this.admission.leave(accepted);
			throw ex;
		}
	}

	/**
	 * Writes an address as it is written in a configuration.
	 * @param address an address that {@link #start()} returned
	 * @return host and port, an IPv6 address in brackets
	 */
	public static String text(InetSocketAddress address) {
		return Address.text(address);
	}

	/**
	 * Stops: accepts no more, lets the calls that run end within a time and answers them,
	 * then interrupts those that have not ended.
	 * @param grace how long calls may take to end
	 * @return how many calls were cut short
	 */
	public int stop(Duration grace) {
		close(this.listener);
		this.admission.close().forEach(ServerConnection::stop);
		awaitEnd(this.acceptor);
		Set<ServerConnection> late = this.admission.awaitEmpty(grace);
		late.forEach(ServerConnection::abort);
		this.admission.awaitEmpty(AFTER_ABORT);
		DeadlineWatch deadlines = this.watch;
		if (deadlines != null) {
			deadlines.close();
		}
		return late.size();
	}

	// as long as a thread is within accept() the system keeps the port
	private static void awaitEnd(@Nullable Thread acceptor) {
		try {
			if (acceptor != null) {
				acceptor.join(AFTER_ABORT.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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

	ServerSettings settings() {
		return this.settings;
	}

	MessageHandler messages() {
		return this.messages;
	}

	Admission admission() {
		return this.admission;
	}

	PeerLog peers() {
		return this.peers;
	}

}
