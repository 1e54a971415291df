package io.rpcboot.zeromq;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.Conversation;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.ReceivedMessage;
import io.rpcboot.message.Reply;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.MessageBuffers;
import io.rpcboot.server.PeerLog;
import io.rpcboot.server.Rejection;
import io.rpcboot.server.ReplyRoom;
import io.rpcboot.server.ServerCalls;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.server.ServerSettings;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has the requests of all peers answered, each by a thread of its own, as many at a time
 * as may be. What is beyond that is refused at once.
 */
final class RequestHandler {

	private static final Log logger = LogFactory.getLog(ZeroMqServer.class);

	private static final long INTERVAL = Duration.ofMillis(1).toNanos();

	private final ZeroMqServerSettings settings;

	private final MessageHandler messages;

	private final Executor executor;

	private final ServerMonitor monitor;

	private final PeerLog log;

	private final ServerCalls calls;

	private final MessageBuffers buffers;

	private final ReplyRoom room;

	private final DeadlineWatch deadlines = new DeadlineWatch("rpc-zeromq-deadlines");

	private final Map<ByteBuffer, ZeroMqPeer> peers = new ConcurrentHashMap<>();

	private final AtomicInteger running = new AtomicInteger();

	RequestHandler(ZeroMqServerSettings settings, MessageHandler messages, Executor executor, ServerMonitor monitor,
			PeerLog log) {
		this.settings = settings;
		this.messages = messages;
		this.executor = executor;
		this.monitor = monitor;
		this.log = log;
		this.calls = new ServerCalls(settings.limits().calls(), monitor, log);
		this.buffers = new MessageBuffers(settings.limits().buffered());
		this.room = new ReplyRoom(this.buffers, monitor);
	}

	ServerCalls calls() {
		return this.calls;
	}

	/**
	 * Takes a request. To be called by the thread of the sockets, as what follows.
	 * @param request the request
	 * @param router gets the answer
	 */
	void take(Request request, RouterSocket router) {
		ZeroMqPeer peer = this.peers.computeIfAbsent(ByteBuffer.wrap(request.identity()),
				(identity) -> new ZeroMqPeer(request, begin(request)));
		if (peer.unread().size() >= this.settings.limits().callsPerConnection()) {
			this.log.warn("unread", request.peer(),
					"Dropped a message of %s, which does not read the replies".formatted(peer.who()));
			return;
		}
		peer.messageBegun();
		Payload payload = request.payload();
		if (payload == null) {
			refuse(request, peer, router,
					peer.conversation().receiveInvalid("a call is one part of a message, or one behind an empty part"));
			return;
		}
		this.monitor.received(payload.length());
		String problem = overload(peer);
		if (problem != null) {
			this.monitor.rejected(Rejection.OVERLOADED);
			this.log.warn("overloaded", request.peer(), "Refused a message of %s: %s".formatted(peer.who(), problem));
			refuse(request, peer, router, peer.conversation().receiveDropped(payload, problem));
		}
		else if (!this.buffers.reserve(payload.length())) {
			this.monitor.rejected(Rejection.NO_ROOM);
			refuse(request, peer, router,
					peer.conversation()
						.receiveDropped(payload,
								("there is no room for its %d bytes beside the messages that are being answered "
										+ "(rpc.server.max-buffered)")
									.formatted(payload.length())));
		}
		else {
			execute(request, payload, peer, router);
		}
	}

	private Conversation begin(Request request) {
		return this.messages.begin(request.peer(), this.settings.limits().callsPerConnection(), this.deadlines,
				this.calls);
	}

	private @Nullable String overload(ZeroMqPeer peer) {
		ServerSettings.Limits limits = this.settings.limits();
		if (this.running.get() >= limits.calls()) {
			return "as many calls run as rpc.server.max-concurrent-calls allows (%d)".formatted(limits.calls());
		}
		return (peer.messages() > limits.callsPerConnection())
				? "as many of its calls run as rpc.server.max-calls-per-connection allows (%d)"
					.formatted(limits.callsPerConnection())
				: null;
	}

	private void execute(Request request, Payload payload, ZeroMqPeer peer, RouterSocket router) {
		this.running.incrementAndGet();
		try {
			this.executor.execute(() -> receiveAndAnswer(request, payload, peer, router));
		}
		catch (RuntimeException | Error ex) {
			this.running.decrementAndGet();
			this.buffers.release(payload.length());
			logger.warn("No thread for a call of %s".formatted(peer.who()), ex);
			refuse(request, peer, router, peer.conversation().receiveDropped(payload, "there is no thread for it"));
		}
	}

	private void receiveAndAnswer(Request request, Payload payload, ZeroMqPeer peer, RouterSocket router) {
		FrameOutput output = new FrameOutput(this.room);
		output.inheritRoom(payload.length());
		try {
			answer(request, peer, router, peer.conversation().beside().receive(payload), output);
		}
		catch (RuntimeException | Error ex) {
			// nobody waits in vain because of an error of this library
			logger.error("A message of %s could not be answered".formatted(peer.who()), ex);
			output.reset();
			refuse(request, peer, router, peer.conversation().receiveInvalid("it cannot be answered: " + ex));
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	private void refuse(Request request, ZeroMqPeer peer, RouterSocket router, ReceivedMessage message) {
		answer(request, peer, router, message, new FrameOutput());
	}

	private void answer(Request request, ZeroMqPeer peer, RouterSocket router, ReceivedMessage message,
			FrameOutput output) {
		Reply reply = message.answer(output);
		// what wrote the result may have left the mark behind
		Thread.interrupted();
		complain(reply, peer);
		Payload frame = reply.frame();
		router.send(peer, new Answer(request, (frame != null) ? Messages.content(frame) : null, output));
	}

	private void complain(Reply reply, ZeroMqPeer peer) {
		CallRefusedException complaint = reply.complaint();
		if (complaint != null) {
			this.monitor.rejected(Rejection.INVALID_MESSAGE);
			this.log.warn("invalid", peer.address(),
					"Refused a message of %s: %s".formatted(peer.who(), complaint.getMessage()));
		}
	}

	/**
	 * Takes note of an answer that ZeroMQ has taken.
	 * @param peer who gets it
	 * @param answer the answer
	 */
	void sent(ZeroMqPeer peer, Answer answer) {
		this.monitor.sent(answer.length());
		ended(peer);
	}

	/**
	 * Takes note of a message to which nothing more is to be done.
	 * @param peer whose it was
	 */
	void ended(ZeroMqPeer peer) {
		if (peer.messageEnded()) {
			this.peers.remove(peer.identity());
		}
	}

	/**
	 * Drops the answers to a peer that does not read.
	 * @param peer the peer
	 */
	void giveUp(ZeroMqPeer peer) {
		this.log.warn("unread", peer.address(),
				"Dropped %d replies to %s, which has not read for the %d ms that rpc.server.write-timeout allows"
					.formatted(peer.unread().size(), peer.who(), this.settings.timeouts().write().toMillis()));
		while (!peer.unread().isEmpty()) {
			peer.unread().removeFirst().drop();
			ended(peer);
		}
	}

	/**
	 * Describes the peers whose messages are being answered. To be called by any thread,
	 * as what follows.
	 * @return one state for each, the oldest first
	 */
	List<ConnectionState> peers() {
		// one moment for all, or a pause between two would turn their order round
		long now = System.nanoTime();
		return this.peers.values()
			.stream()
			.map((peer) -> peer.state(now))
			.sorted(Comparator.comparing(ConnectionState::age).reversed())
			.toList();
	}

	/**
	 * Waits until no message is being answered any more.
	 * @param limit how long at most
	 * @return how many are being answered nevertheless
	 */
	int awaitAnswers(Duration limit) {
		long begin = System.nanoTime();
		while (this.running.get() > 0 && System.nanoTime() - begin < limit.toNanos()
				&& !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(INTERVAL);
		}
		return this.running.get();
	}

	/**
	 * Interrupts the calls that run.
	 */
	void interrupt() {
		this.peers.values().forEach((peer) -> peer.conversation().interrupt());
	}

	void close() {
		this.deadlines.close();
	}

}
