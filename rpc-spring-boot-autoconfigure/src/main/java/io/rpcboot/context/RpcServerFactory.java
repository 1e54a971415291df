package io.rpcboot.context;

import io.rpcboot.server.RpcServer;

/**
 * Makes a server from a configuration, once it is known that one is needed.
 */
public interface RpcServerFactory {

	/**
	 * Tells whether an address is configured, and so a server is wanted in any case.
	 * @return whether there is one
	 */
	boolean isAddressSet();

	/**
	 * Makes a server.
	 * @return a new server
	 */
	RpcServer create();

	/**
	 * Describes how connections are secured.
	 * @return a few words for the log
	 */
	String describeSecurity();

	/**
	 * Describes the threads.
	 * @return a few words for the log
	 */
	String describeThreads();

}
