package io.rpcboot.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The one thread that touches ZeroMQ sockets, which are for one thread only. Others leave
 * tasks to it.
 * <p>
 * It waits by a selector of the JDK, which any thread can wake whether it is interrupted
 * or not; what ZeroMQ itself has to wake a thread is lost at an interrupt.
 */
final class SocketLoop implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SocketLoop.class);

	private static final Duration END = Duration.ofSeconds(5);

	private static final int MOST_AT_ONCE = 100;

	private static final Duration PAUSE = Duration.ofMillis(50);

	private final ZContext context = new ZContext();

	private final Selector selector;

	private final Thread thread;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	// of this thread
	private final Map<ZMQ.Socket, BooleanSupplier> readers = new LinkedHashMap<>();

	private final Map<ZMQ.Socket, LongSupplier> timers = new LinkedHashMap<>();

	private boolean signalled;

	private volatile boolean waiting;

	private volatile boolean ending;

	private volatile boolean closed;

	/**
	 * Starts the thread.
	 * @param name its name
	 * @param daemon whether it does not keep the JVM alive
	 */
	SocketLoop(String name, boolean daemon) {
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(daemon);
		this.thread.start();
	}

	ZContext context() {
		return this.context;
	}

	/**
	 * Has something done by the thread.
	 * @param task what to do; it must not wait
	 */
	void execute(Runnable task) {
		this.tasks.add(task);
		if (this.waiting) {
			this.selector.wakeup();
		}
	}

	/**
	 * Has a socket read whenever there is something to be read. To be called by the
	 * thread.
	 * @param socket the socket
	 * @param reader reads a message, and tells whether there was one
	 */
	void read(ZMQ.Socket socket, BooleanSupplier reader) {
		try {
			socket.getFD().register(this.selector, SelectionKey.OP_READ);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.readers.put(socket, reader);
	}

	/**
	 * Has something done for a socket now and then. To be called by the thread.
	 * @param socket the socket
	 * @param timer does what is due, and tells in how many milliseconds it wants to be
	 * called again at the latest, 0 for whenever something else happens
	 */
	void schedule(ZMQ.Socket socket, LongSupplier timer) {
		this.timers.put(socket, timer);
	}

	/**
	 * Closes a socket. To be called by the thread.
	 * @param socket the socket
	 */
	void close(ZMQ.Socket socket) {
		this.readers.remove(socket);
		this.timers.remove(socket);
		socket.close();
	}

	private void run() {
		try {
			while (!hasEnded()) {
				try {
					runOnce();
				}
				catch (IOException | RuntimeException | Error ex) {
					logger.error("The sockets of ZeroMQ could not be served", ex);
					// neither fill the log nor take the processor
					LockSupport.parkNanos(PAUSE.toNanos());
				}
			}
		}
		finally {
			this.context.close();
			closeSelector();
		}
	}

	private boolean hasEnded() {
		return this.tasks.isEmpty() && (this.closed || (this.ending && this.readers.isEmpty()));
	}

	private void runOnce() throws IOException {
		boolean worked = runTasks();
		long pause = runTimers();
		// last, and until there is nothing more: only then what comes wakes the selector
		int most = 0;
		for (ZMQ.Socket socket : List.copyOf(this.readers.keySet())) {
			most = Math.max(most, read(socket));
		}
		if (this.signalled && !worked && most == 0) {
			// JeroMQ signals before there is something to be read, and may wait for this
			// very
			// processor to go on
			Thread.yield();
		}
		await(most == MOST_AT_ONCE, pause);
	}

	private boolean runTasks() {
		boolean any = false;
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			any = true;
			try {
				task.run();
			}
			catch (RuntimeException ex) {
				logger.error("A task of the ZeroMQ sockets failed", ex);
			}
		}
		return any;
	}

	private long runTimers() {
		long pause = 0;
		for (ZMQ.Socket socket : List.copyOf(this.timers.keySet())) {
			// one may have closed another one
			LongSupplier timer = this.timers.get(socket);
			long wanted = (timer != null) ? timer.getAsLong() : 0;
			pause = (pause == 0 || (wanted > 0 && wanted < pause)) ? wanted : pause;
		}
		return pause;
	}

	private int read(ZMQ.Socket socket) {
		int count = 0;
		while (count < MOST_AT_ONCE) {
			// which may close the socket
			BooleanSupplier reader = this.readers.get(socket);
			if (reader == null || !reader.getAsBoolean()) {
				return count;
			}
			count++;
		}
		return count;
	}

	private void await(boolean more, long pause) throws IOException {
		this.waiting = true;
		if (more || !this.tasks.isEmpty() || hasEnded()) {
			this.selector.selectNow();
		}
		else {
			this.selector.select(pause);
		}
		this.waiting = false;
		this.signalled = !this.selector.selectedKeys().isEmpty();
		this.selector.selectedKeys().clear();
	}

	private void closeSelector() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("A selector could not be closed", ex);
		}
	}

	/**
	 * Ends the thread as soon as all sockets are closed. Does not wait for that.
	 */
	void endWithLastSocket() {
		this.ending = true;
		this.selector.wakeup();
	}

	/**
	 * Ends the thread after its tasks, and closes the sockets. What they have to send
	 * they may for as long as their linger says.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		try {
			this.thread.join(END.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
