package io.rpcboot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells how keys are written that cannot be read. Comes before Spring Boot's own
 * analyzers, which would show them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class KeyBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName KEYS = ConfigurationPropertyName.of("rpc.server.authkeys");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		if (!KEYS.equals(name) && !KEYS.isAncestorOf(name)) {
			return null;
		}
		return new FailureAnalysis("The keys in %s cannot be read.".formatted(name),
				("Write the name of each caller, and its keys as a list below it, numbered from 0 without a gap "
						+ "where they are numbered:%n%n\trpc:%n\t  server:%n\t    authkeys:%n\t      billing:%n"
						+ "\t        - \"...\"")
					.formatted(),
				cause);
	}

}
