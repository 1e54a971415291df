package io.rpcboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A configuration with which the server cannot start.
 */
class InvalidRpcConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	InvalidRpcConfigurationException(String description, String action) {
		this(description, action, null);
	}

	InvalidRpcConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
