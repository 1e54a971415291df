package io.rpcboot.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Warns of peers that do something wrong: at most once a minute per kind and host, with a
 * count of what was not told.
 */
public final class PeerLog {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private static final int MAX_ENTRIES = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final LongSupplier clock;

	public PeerLog(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Warns, unless it did so a short while ago.
	 * @param kind the kind of fault
	 * @param peer the peer's host and port, or another name that all of its kind have
	 * @param text the whole message
	 */
	public void warn(String kind, String peer, String text) {
		log(kind, peer, text, logger::warn);
	}

	/**
	 * Tells of what may be no fault, unless it did so a short while ago.
	 * @param kind the kind of what happened
	 * @param peer the peer's host and port, or another name that all of its kind have
	 * @param text the whole message
	 */
	public void info(String kind, String peer, String text) {
		log(kind, peer, text, logger::info);
	}

	private void log(String kind, String peer, String text, Consumer<String> level) {
		// it can quote the peer: what looks like a line of the log must not become one
		String message = text.replaceAll("\\p{Cntrl}", "?");
		int suppressed = suppressed(kind + "@" + host(peer));
		if (suppressed > 0) {
			level.accept("%s (and %d more like this from there)".formatted(message, suppressed));
		}
		else if (suppressed == 0) {
			level.accept(message);
		}
		else {
			logger.debug(message);
		}
	}

	private static String host(String peer) {
		int colon = peer.lastIndexOf(':');
		return (colon < 0) ? peer : peer.substring(0, colon);
	}

	private int suppressed(String key) {
		this.lock.lock();
		try {
			long now = this.clock.getAsLong();
			Entry entry = this.entries.get(key);
			if (entry != null && now - entry.time < INTERVAL) {
				entry.suppressed++;
				return -1;
			}
			this.entries.remove(key);
			if (this.entries.size() == MAX_ENTRIES) {
				// the oldest: an entry is put anew whenever it warns
				this.entries.remove(this.entries.keySet().iterator().next());
			}
			this.entries.put(key, new Entry(now));
			return (entry != null) ? entry.suppressed : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static final class Entry {

		private final long time;

		private int suppressed;

		private Entry(long time) {
			this.time = time;
		}

	}

}
