package io.rpcboot.server;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.wire.Connection;
import io.rpcboot.wire.ConnectionFactory;
import io.rpcboot.wire.Credential;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.FrameLimits;
import io.rpcboot.wire.Handshake;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Listens for connections and answers their messages, each connection on a thread of its
 * own, and on further ones while several of its calls run. Starts and stops once.
 */
public final class RpcServer implements CallServer {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

	private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

	private final ServerSettings settings;

	private final MessageHandler messages;

	private final Executor executor;

	private final ServerMonitor monitor;

	private final Admission admission;

	private final ServerCalls calls;

	private final MessageBuffers buffers;

	private final IdleWatch idleWatch;

	private final FrameLimits frameLimits;

	private final LeadWatch leads = new LeadWatch();

	private final PeerLog peers = new PeerLog(System::nanoTime);

	private final HandshakeCounter handshakeCounter;

	private final Refusals refusals = new Refusals(System::nanoTime);

	private volatile @Nullable Listener listener;

	private volatile @Nullable Thread acceptor;

	private volatile @Nullable DeadlineWatch watch;

	/**
	 * Creates a server.
	 * @param settings what it needs to know
	 * @param messages answers messages
	 * @param executor runs connections, each as long as it lasts, and their further
	 * calls: it must not queue them
	 * @param monitor is told what happens to them
	 */
	public RpcServer(ServerSettings settings, MessageHandler messages, Executor executor, ServerMonitor monitor) {
		this.settings = settings;
		this.messages = messages;
		this.executor = executor;
		this.monitor = monitor;
		this.admission = new Admission(settings.limits());
		Handshake handshake = settings.security().handshake();
		List<Credential> credentials = (handshake != null) ? handshake.credentials() : List.of();
		this.handshakeCounter = new HandshakeCounter(
				credentials.stream().map((key) -> KeyUse.none(key.principal(), key.index())).toList(), monitor);
		this.buffers = new MessageBuffers(settings.limits().buffered());
		this.calls = new ServerCalls(settings.limits().calls(), monitor, this.peers);
		this.idleWatch = new IdleWatch(settings.timeouts().idle(), this.admission::connections);
		this.frameLimits = new FrameLimits(settings.timeouts().read(), "rpc.server.read-timeout",
				settings.timeouts().write(), "rpc.server.write-timeout");
	}

	@Override
	public BoundAddress start() {
		Listener bound = Listener.open(this.settings);
		if (!bound.address().local() && this.settings.security().tls() == null) {
			logger
				.warn("The RPC server can be reached from other machines on %s, and nothing that it sends or receives "
					.formatted(bound.address().text())
						+ "is encrypted: set rpc.server.ssl.bundle, or listen on a loopback address or a Unix socket");
		}
		this.listener = bound;
		DeadlineWatch deadlines = new DeadlineWatch("rpc-server-deadlines");
		this.watch = deadlines;
		ConnectionFactory connections = new ConnectionFactory(this.frameLimits, deadlines,
				this.settings.security().tls(), this.monitor);
		this.idleWatch.start(deadlines);
		// no daemon: it keeps the JVM alive as long as the server listens
		Thread thread = new Thread(() -> acceptAll(bound, connections, deadlines), "rpc-server-accept");
		thread.start();
		this.acceptor = thread;
		return bound.address();
	}

	private void acceptAll(Listener bound, ConnectionFactory connections, DeadlineWatch deadlines) {
		while (bound.isOpen()) {
			try {
				accept(bound.accept(), connections, deadlines);
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

	private void accept(SocketChannel channel, ConnectionFactory connections, DeadlineWatch deadlines) {
		Connection connection;
		try {
			connection = connections.accept(channel);
		}
		catch (IOException ex) {
			logger.debug("A peer was gone before its connection could be served", ex);
			return;
		}
		serve(connection, deadlines);
	}

	private void serve(Connection connection, DeadlineWatch deadlines) {
		ServerConnection accepted = new ServerConnection(connection, (gate) -> this.messages.begin(connection.peer(),
				this.settings.limits().callsPerConnection(), deadlines, gate), this);
		if (!this.admission.admit(accepted)) {
			connection.close();
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

	@Override
	public String portProperty() {
		return "local.rpc.server.port";
	}

	@Override
	public int openConnections() {
		return this.admission.connections().size();
	}

	@Override
	public List<ConnectionState> connections() {
		// one moment for all, or a pause between two would turn their order round
		long now = System.nanoTime();
		return this.admission.connections()
			.stream()
			.map((connection) -> connection.state(now))
			.sorted(Comparator.comparing(ConnectionState::age).reversed())
			.toList();
	}

	@Override
	public HandshakeCounts handshakes() {
		return this.handshakeCounter.counts();
	}

	@Override
	public StopReport stop(Duration grace) {
		Listener bound = this.listener;
		if (bound != null) {
			bound.close();
		}
		this.idleWatch.stop();
		int running = this.calls.stop();
		this.admission.close();
		awaitEnd(this.acceptor);
		Duration rest = new Drain(this.calls, () -> !this.admission.connections().isEmpty()).await(grace);
		this.admission.connections().forEach(ServerConnection::stop);
		int cut = this.admission.awaitEmpty(rest).stream().mapToInt(ServerConnection::abort).sum();
		this.admission.awaitEmpty(AFTER_ABORT);
		this.leads.close();
		DeadlineWatch deadlines = this.watch;
		if (deadlines != null) {
			deadlines.close();
		}
		return new StopReport(Math.max(0, running - cut), cut, this.calls.refused());
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

	ServerSettings settings() {
		return this.settings;
	}

	Executor executor() {
		return this.executor;
	}

	Admission admission() {
		return this.admission;
	}

	ServerCalls calls() {
		return this.calls;
	}

	MessageBuffers buffers() {
		return this.buffers;
	}

	LeadWatch leads() {
		return this.leads;
	}

	HandshakeCounter handshakeCounter() {
		return this.handshakeCounter;
	}

	Refusals refusals() {
		return this.refusals;
	}

	ServerMonitor monitor() {
		return this.monitor;
	}

	PeerLog peers() {
		return this.peers;
	}

}
