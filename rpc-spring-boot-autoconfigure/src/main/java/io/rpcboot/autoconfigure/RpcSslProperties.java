package io.rpcboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted.
 */
public class RpcSslProperties {

	/**
	 * Name of the SSL bundle with which TCP connections are encrypted. Without one they
	 * are not.
	 */
	private @Nullable String bundle;

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

}
