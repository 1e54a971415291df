package io.rpcboot.context;

import java.util.List;

import io.rpcboot.server.CallServer;

/**
 * Makes servers from a configuration, once it is known that they are needed.
 */
public interface RpcServerFactory {

	/**
	 * Tells whether an address is configured, and so a server is wanted in any case.
	 * @return whether there is one
	 */
	boolean isAddressSet();

	/**
	 * Makes the servers.
	 * @return a new server for each address, at least one
	 */
	List<CallServer> create();

	/**
	 * Describes the threads.
	 * @return a few words for the log
	 */
	String describeThreads();

}
