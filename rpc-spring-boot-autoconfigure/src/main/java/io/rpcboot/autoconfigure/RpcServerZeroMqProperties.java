package io.rpcboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How callers over ZeroMQ prove who they are: by CURVE, which encrypts too, or by PLAIN.
 */
public class RpcServerZeroMqProperties {

	/**
	 * Secret key of the server, for CURVE: 40 characters, as zmq.curve_keypair() makes
	 * them.
	 */
	private @Nullable String secretKey;

	/**
	 * Public keys of callers, by the name that each of them gets, in small letters,
	 * digits and hyphens.
	 */
	private Map<String, List<String>> clientKeys = new LinkedHashMap<>();

	/**
	 * Password that callers have to know, sent in clear (PLAIN): on a loopback address
	 * only.
	 */
	private @Nullable String password;

	public @Nullable String getSecretKey() {
		return this.secretKey;
	}

	public void setSecretKey(@Nullable String secretKey) {
		this.secretKey = secretKey;
	}

	public Map<String, List<String>> getClientKeys() {
		return this.clientKeys;
	}

	public void setClientKeys(Map<String, List<String>> clientKeys) {
		this.clientKeys = clientKeys;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

}
