package io.rpcboot.autoconfigure;

import io.rpcboot.function.DuplicateFunctionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which two functions have the same name.
 */
class DuplicateFunctionFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateFunctionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateFunctionException cause) {
		String description = "Two functions have the name '%s':%n%n\t- %s%n\t- %s".formatted(cause.name(),
				cause.first(), cause.second());
		return new FailureAnalysis(description,
				"Give one of them another name, with @RpcFunction(\"...\") on its method or as a prefix on its type.",
				cause);
	}

}
