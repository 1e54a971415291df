package io.rpcboot.zeromq;

import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections of which ZeroMQ has not asked yet whether they are let in. A peer that
 * uses another mechanism leaves before, as a probe does.
 */
final class Strangers {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Object, String> hosts = new LinkedHashMap<>();

	/**
	 * Takes note of a new connection.
	 * @param channel the connection
	 */
	void came(Object channel) {
		InetAddress address = (channel instanceof SocketChannel connection) ? connection.socket().getInetAddress()
				: null;
		this.lock.lock();
		try {
			this.hosts.put(channel, (address != null) ? address.getHostAddress() : "an unknown address");
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes note that ZeroMQ has asked for one of a host's connections, which most likely
	 * is the oldest one.
	 * @param host the address of the host
	 */
	void known(String host) {
		this.lock.lock();
		try {
			for (Iterator<String> each = this.hosts.values().iterator(); each.hasNext();) {
				if (each.next().equals(host)) {
					each.remove();
					return;
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes note of the end of a connection.
	 * @param channel the connection
	 * @return whether nothing was asked
	 */
	boolean left(Object channel) {
		this.lock.lock();
		try {
			return this.hosts.remove(channel) != null;
		}
		finally {
			this.lock.unlock();
		}
	}

}
