package io.rpcboot.autoconfigure;

import io.rpcboot.client.InvalidClientException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to change in a client's interface.
 */
class InvalidClientFailureAnalyzer extends AbstractFailureAnalyzer<InvalidClientException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidClientException cause) {
		return new FailureAnalysis(cause.problem(), cause.action(), cause);
	}

}
