package io.rpcboot.autoconfigure;

/**
 * How the server's connections are encrypted.
 */
public class RpcServerSslProperties extends RpcSslProperties {

	/**
	 * Whether callers are asked for a certificate, too.
	 */
	private ClientAuth clientAuth = ClientAuth.NONE;

	public ClientAuth getClientAuth() {
		return this.clientAuth;
	}

	public void setClientAuth(ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
	}

	/**
	 * Whether callers are asked for a certificate.
	 */
	public enum ClientAuth {

		/** They are not asked. */
		NONE,

		/** They are asked, and may have none. */
		WANT,

		/** They need one. */
		NEED

	}

}
