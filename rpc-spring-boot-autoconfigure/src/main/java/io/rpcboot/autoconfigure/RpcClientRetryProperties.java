package io.rpcboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How calls are repeated that were not executed, or whose methods are idempotent.
 */
public class RpcClientRetryProperties {

	/**
	 * How often a call is repeated at most within its timeout, if it was not executed or
	 * its method is idempotent.
	 */
	private @Nullable Integer maxRetries;

	/**
	 * How long to wait before the first repetition. Each further one waits twice as long.
	 */
	private @Nullable Duration delay;

	/**
	 * How long an idempotent method waits for the reply of one attempt before it is
	 * repeated, by default as long as the call may take.
	 */
	private @Nullable Duration attemptTimeout;

	public @Nullable Integer getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(@Nullable Integer maxRetries) {
		this.maxRetries = maxRetries;
	}

	public @Nullable Duration getDelay() {
		return this.delay;
	}

	public void setDelay(@Nullable Duration delay) {
		this.delay = delay;
	}

	public @Nullable Duration getAttemptTimeout() {
		return this.attemptTimeout;
	}

	public void setAttemptTimeout(@Nullable Duration attemptTimeout) {
		this.attemptTimeout = attemptTimeout;
	}

}
