package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * How one client reaches its functions. What is not set falls back to
 * {@code rpc.client.default}, and then to the default that the metadata has. All of it is
 * bound by {@link RpcProperties}; the annotation has the metadata list it once.
 */
@ConfigurationProperties("rpc.client.default")
public class RpcClientProperties {

	/**
	 * Address of the program, as host:port, unix:/path or zmq:tcp://host:port.
	 */
	private @Nullable String address;

	/**
	 * Addresses of several programs that have the same functions.
	 */
	private @Nullable List<String> addresses;

	/**
	 * Key that both sides know: text, which stands for its UTF-8 bytes, or "base64:" and
	 * the bytes in Base64.
	 */
	private @Nullable String authkey;

	/**
	 * How both sides prove who they are.
	 */
	private @Nullable Authentication authentication;

	/**
	 * Whether HMAC-MD5 will do in the handshake, the only one that Python before 3.12
	 * has.
	 */
	private @Nullable Boolean allowMd5;

	/**
	 * How calls are written.
	 */
	private @Nullable MessageFormat format;

	/**
	 * How the names of functions, parameters and properties are written on the wire.
	 */
	private @Nullable Naming naming;

	/**
	 * How long a call may take in all: waiting for a connection, connecting, sending and
	 * receiving.
	 */
	private @Nullable Duration timeout;

	/**
	 * Largest reply that is accepted.
	 */
	private @Nullable DataSize maxMessageSize;

	/**
	 * Keyword argument that tells the function its trace, as W3C's traceparent. JSON-RPC
	 * has meta for it.
	 */
	private @Nullable String traceKeyword;

	private final Pool pool = new Pool();

	@NestedConfigurationProperty
	private final RpcClientRetryProperties retry = new RpcClientRetryProperties();

	@NestedConfigurationProperty
	private final RpcSslProperties ssl = new RpcSslProperties();

	@NestedConfigurationProperty
	private final RpcClientZeroMqProperties zeromq = new RpcClientZeroMqProperties();

	public @Nullable String getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable String address) {
		this.address = address;
	}

	public @Nullable List<String> getAddresses() {
		return this.addresses;
	}

	public void setAddresses(@Nullable List<String> addresses) {
		this.addresses = addresses;
	}

	public @Nullable String getAuthkey() {
		return this.authkey;
	}

	public void setAuthkey(@Nullable String authkey) {
		this.authkey = authkey;
	}

	public @Nullable Authentication getAuthentication() {
		return this.authentication;
	}

	public void setAuthentication(@Nullable Authentication authentication) {
		this.authentication = authentication;
	}

	public @Nullable Boolean getAllowMd5() {
		return this.allowMd5;
	}

	public void setAllowMd5(@Nullable Boolean allowMd5) {
		this.allowMd5 = allowMd5;
	}

	public @Nullable MessageFormat getFormat() {
		return this.format;
	}

	public void setFormat(@Nullable MessageFormat format) {
		this.format = format;
	}

	public @Nullable Naming getNaming() {
		return this.naming;
	}

	public void setNaming(@Nullable Naming naming) {
		this.naming = naming;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

	public @Nullable DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(@Nullable DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public @Nullable String getTraceKeyword() {
		return this.traceKeyword;
	}

	public void setTraceKeyword(@Nullable String traceKeyword) {
		this.traceKeyword = traceKeyword;
	}

	public Pool getPool() {
		return this.pool;
	}

	public RpcClientRetryProperties getRetry() {
		return this.retry;
	}

	public RpcSslProperties getSsl() {
		return this.ssl;
	}

	public RpcClientZeroMqProperties getZeromq() {
		return this.zeromq;
	}

	/**
	 * How connections are kept.
	 */
	public static class Pool {

		/**
		 * How many connections an address gets. Another one is opened when all have as
		 * many calls as they carry.
		 */
		private @Nullable Integer maxPerAddress;

		/**
		 * How many calls share a connection in the format json-rpc. In the others each
		 * has its own.
		 */
		private @Nullable Integer maxCallsPerConnection;

		/**
		 * How long connecting and the handshake may take together.
		 */
		private @Nullable Duration connectTimeout;

		/**
		 * After how long without a call a connection is closed.
		 */
		private @Nullable Duration idleTimeout;

		/**
		 * After how long a connection is replaced, give or take a tenth.
		 */
		private @Nullable Duration maxAge;

		public @Nullable Integer getMaxPerAddress() {
			return this.maxPerAddress;
		}

		public void setMaxPerAddress(@Nullable Integer maxPerAddress) {
			this.maxPerAddress = maxPerAddress;
		}

		public @Nullable Integer getMaxCallsPerConnection() {
			return this.maxCallsPerConnection;
		}

		public void setMaxCallsPerConnection(@Nullable Integer maxCallsPerConnection) {
			this.maxCallsPerConnection = maxCallsPerConnection;
		}

		public @Nullable Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(@Nullable Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(@Nullable Duration maxAge) {
			this.maxAge = maxAge;
		}

	}

}
