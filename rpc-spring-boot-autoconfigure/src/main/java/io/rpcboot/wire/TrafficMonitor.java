package io.rpcboot.wire;

/**
 * Is told of the bytes of connections, for metrics: those of frames, before they are
 * encrypted. It is called by whoever reads or writes, so it neither waits nor throws.
 */
public interface TrafficMonitor {

	/** Takes note of nothing. */
	TrafficMonitor NONE = new TrafficMonitor() {

	};

	/**
	 * Takes note of bytes that were received.
	 * @param bytes how many
	 */
	default void received(int bytes) {
	}

	/**
	 * Takes note of bytes that were sent.
	 * @param bytes how many
	 */
	default void sent(int bytes) {
	}

}
