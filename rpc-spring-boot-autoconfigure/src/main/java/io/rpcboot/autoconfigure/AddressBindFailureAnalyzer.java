package io.rpcboot.autoconfigure;

import io.rpcboot.server.AddressBindException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why the server cannot listen on its address.
 */
class AddressBindFailureAnalyzer extends AbstractFailureAnalyzer<AddressBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AddressBindException cause) {
		return new FailureAnalysis("The RPC server cannot listen on %s: %s.".formatted(cause.address(), reason(cause)),
				action(cause), cause);
	}

	private static String action(AddressBindException cause) {
		return switch (cause.problem()) {
			case IN_USE -> "Stop the process that listens on %s, or set rpc.server.address to another port "
				.formatted(cause.address()) + "(port 0 picks a free one).";
			case UNKNOWN_HOST -> "Set rpc.server.address to a host that can be resolved, such as 127.0.0.1:17000.";
			case NOT_LOCAL -> "Set rpc.server.address to an address of this machine, such as 127.0.0.1:17000.";
			case SOCKET_IN_USE -> "Stop the program that listens there, or set rpc.server.address to another path.";
			case NO_SOCKET -> "Set rpc.server.address to another path, or remove the file if nobody needs it.";
			case NO_DIRECTORY -> "Create the directory, or set rpc.server.address to a path in another one.";
			case DIRECTORY_DENIED -> "Give the user of this process the right to write there, or set "
					+ "rpc.server.address to a path in another directory.";
			case OTHER -> "Set rpc.server.address to an address that this process may use, such as 127.0.0.1:17000.";
		};
	}

	private static String reason(AddressBindException cause) {
		return switch (cause.problem()) {
			case IN_USE -> "the port is in use";
			case UNKNOWN_HOST -> "the host is not known";
			case NOT_LOCAL -> "it is not an address of this machine";
			case SOCKET_IN_USE -> "another program listens there";
			case NO_SOCKET -> "there is a file that is no socket";
			case NO_DIRECTORY -> "its directory does not exist";
			case DIRECTORY_DENIED -> "this process may create nothing in its directory";
			case OTHER -> String.valueOf(cause.getCause());
		};
	}

}
