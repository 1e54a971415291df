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
		String description = "The RPC server cannot listen on %s: %s.".formatted(cause.address(), reason(cause));
		String action = switch (cause.problem()) {
			case IN_USE -> ("Stop the process that listens on port %d, or set rpc.server.address to another port "
					+ "(port 0 picks a free one).")
				.formatted(cause.address().port());
			case UNKNOWN_HOST -> "Set rpc.server.address to a host that can be resolved, such as 127.0.0.1:17000.";
			case NOT_LOCAL -> "Set rpc.server.address to an address of this machine, such as 127.0.0.1:17000.";
			case OTHER -> "Set rpc.server.address to an address that this process may use, such as 127.0.0.1:17000.";
		};
		return new FailureAnalysis(description, action, cause);
	}

	private static String reason(AddressBindException cause) {
		return switch (cause.problem()) {
			case IN_USE -> "the port is in use";
			case UNKNOWN_HOST -> "the host is not known";
			case NOT_LOCAL -> "it is not an address of this machine";
			case OTHER -> String.valueOf(cause.getCause());
		};
	}

}
