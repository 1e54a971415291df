package io.rpcboot.server;

import java.time.Duration;
import java.util.List;

/**
 * Executes calls of other programs, however they come. Starts and stops once.
 */
public interface CallServer {

	/**
	 * Binds the address and begins to listen.
	 * @return the address, with the port that was picked where none was given
	 * @throws AddressBindException if the address cannot be bound
	 */
	BoundAddress start();

	/**
	 * Names the port, for other parts of the application.
	 * @return the property that gets its number, such as {@code local.rpc.server.port}
	 */
	String portProperty();

	/**
	 * Counts the connections that are open.
	 * @return how many, at this moment
	 */
	int openConnections();

	/**
	 * Describes the connections.
	 * @return one state for each, the oldest first
	 */
	List<ConnectionState> connections();

	/**
	 * Counts the handshakes since the start.
	 * @return how many were accepted by which key, and how many failed for which reason
	 */
	HandshakeCounts handshakes();

	/**
	 * Stops: takes no more peers, refuses the calls that come, lets those that run end
	 * within a time and answers them, then interrupts those that have not ended.
	 * @param grace how long calls may take to end
	 * @return what became of the calls
	 */
	StopReport stop(Duration grace);

}
