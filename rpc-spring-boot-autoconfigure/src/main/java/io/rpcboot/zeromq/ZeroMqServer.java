package io.rpcboot.zeromq;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.AddressBindException;
import io.rpcboot.server.BoundAddress;
import io.rpcboot.server.CallServer;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.Drain;
import io.rpcboot.server.HandshakeCounts;
import io.rpcboot.server.PeerLog;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.server.StopReport;
import org.jspecify.annotations.Nullable;

/**
 * Executes the calls of ZeroMQ peers, by a ROUTER socket: of REQ and DEALER sockets.
 * Messages of one peer are answered at the same time, and each reply finds its request by
 * what stood before it. Every request is answered, whatever becomes of it.
 */
public final class ZeroMqServer implements CallServer {

	private static final Duration AFTER_ABORT = Duration.ofSeconds(1);

	private final ZeroMqServerSettings settings;

	private final ConnectionLog connections;

	private final RequestHandler requests;

	private @Nullable SocketLoop loop;

	/**
	 * Creates a server.
	 * @param settings what it needs to know
	 * @param messages answers messages
	 * @param executor runs calls: it must not queue them
	 * @param monitor is told what happens to them
	 */
	public ZeroMqServer(ZeroMqServerSettings settings, MessageHandler messages, Executor executor,
			ServerMonitor monitor) {
		this.settings = settings;
		PeerLog log = new PeerLog(System::nanoTime);
		this.connections = new ConnectionLog(settings, monitor, log);
		this.requests = new RequestHandler(settings, messages, executor, monitor, log);
	}

	@Override
	public BoundAddress start() {
		SocketLoop started = new SocketLoop("rpc-zeromq", false);
		this.loop = started;
		RouterSocket router = new RouterSocket(started, this.settings, this.connections, this.requests);
		CompletableFuture<String> endpoint = new CompletableFuture<>();
		started.execute(() -> {
			try {
				endpoint.complete(router.open());
			}
			catch (IOException | RuntimeException ex) {
				endpoint.completeExceptionally(ex);
			}
		});
		try {
			return address(ZeroMqAddress.ofEndpoint(endpoint.join()));
		}
		catch (CompletionException ex) {
			started.close();
			if (ex.getCause() instanceof IOException failure) {
				throw new AddressBindException(this.settings.address(), failure);
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : ex;
		}
	}

	private BoundAddress address(ZeroMqAddress bound) {
		boolean local = bound.isLocal();
		return new BoundAddress(bound.toString(), bound.tcp().port(), local,
				local ? "loopback only" : "reachable from outside", this.settings.security().description());
	}

	@Override
	public String portProperty() {
		return "local.rpc.server.zeromq.port";
	}

	@Override
	public int openConnections() {
		return this.connections.open();
	}

	/**
	 * Describes the peers whose messages are being answered: ZeroMQ does not tell of
	 * others.
	 */
	@Override
	public List<ConnectionState> connections() {
		return this.requests.peers();
	}

	@Override
	public HandshakeCounts handshakes() {
		return this.connections.handshakes();
	}

	@Override
	public StopReport stop(Duration grace) {
		int running = this.requests.calls().stop();
		Duration rest = new Drain(this.requests.calls(), () -> this.connections.open() > 0).await(grace);
		int cut = this.requests.awaitAnswers(rest);
		this.requests.interrupt();
		this.requests.awaitAnswers(AFTER_ABORT);
		SocketLoop started = this.loop;
		if (started != null) {
			started.close();
		}
		this.requests.close();
		return new StopReport(Math.max(0, running - cut), cut, this.requests.calls().refused());
	}

}
