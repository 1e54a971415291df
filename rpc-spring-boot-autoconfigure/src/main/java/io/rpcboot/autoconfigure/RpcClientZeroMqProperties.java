package io.rpcboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How a client proves over ZeroMQ who it is: by CURVE, which encrypts too, or by PLAIN.
 */
public class RpcClientZeroMqProperties {

	/**
	 * Public key of the program, for CURVE: 40 characters, as zmq.curve_keypair() makes
	 * them.
	 */
	private @Nullable String serverKey;

	/**
	 * Secret key of the client itself, for CURVE.
	 */
	private @Nullable String secretKey;

	/**
	 * Name that goes with the password. By default the client's name.
	 */
	private @Nullable String username;

	/**
	 * Password that the program asks for, sent in clear (PLAIN): to loopback addresses
	 * only.
	 */
	private @Nullable String password;

	public @Nullable String getServerKey() {
		return this.serverKey;
	}

	public void setServerKey(@Nullable String serverKey) {
		this.serverKey = serverKey;
	}

	public @Nullable String getSecretKey() {
		return this.secretKey;
	}

	public void setSecretKey(@Nullable String secretKey) {
		this.secretKey = secretKey;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

}
