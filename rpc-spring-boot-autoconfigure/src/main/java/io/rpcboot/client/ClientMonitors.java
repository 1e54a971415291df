package io.rpcboot.client;

/**
 * Gives each client what takes note of its connections.
 */
@FunctionalInterface
public interface ClientMonitors {

	/** Takes note of nothing. */
	ClientMonitors NONE = (client) -> ClientMonitor.NONE;

	/**
	 * Gives the monitor of a client.
	 * @param client the client's name
	 * @return the monitor, of this client alone
	 */
	ClientMonitor of(String client);

}
