package io.rpcboot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to change in the configuration.
 */
class InvalidRpcConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRpcConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidRpcConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
