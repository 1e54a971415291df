package io.rpcboot.autoconfigure;

import java.time.Duration;
import java.util.Set;

import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * How the server is reached, and what it allows.
 */
@ConfigurationProperties("rpc.server")
public class RpcServerProperties {

	/**
	 * Whether to start a server.
	 */
	private boolean enabled = true;

	/**
	 * Whether callers can ask for a description of the functions (rpc.discover).
	 */
	private boolean discover = true;

	/**
	 * Address to listen on, as host:port, where port 0 picks a free one, or as
	 * unix:/path.
	 */
	private @Nullable String address;

	/**
	 * Permissions of a Unix socket. Who may write may connect.
	 */
	private String socketPermissions = "rw-------";

	/**
	 * Key that callers have to know: text, which stands for its UTF-8 bytes, or "base64:"
	 * and the bytes in Base64.
	 */
	private @Nullable String authkey;

	/**
	 * How callers prove who they are. "none" is possible on a loopback address or a Unix
	 * socket only.
	 */
	private Authentication authentication = Authentication.AUTHKEY;

	/**
	 * Whether callers may use HMAC-MD5 in the handshake, the only one that Python before
	 * 3.12 has.
	 */
	private boolean allowMd5 = true;

	/**
	 * How the names of functions, parameters and properties are written on the wire.
	 */
	private Naming naming = Naming.AS_IS;

	/**
	 * Message formats that are accepted.
	 */
	private Set<MessageFormat> formats = MessageFormat.DEFAULTS;

	/**
	 * Largest message that is accepted.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(64);

	/**
	 * How many connections there may be at a time.
	 */
	private int maxConnections = 1024;

	/**
	 * How many connections may be in their handshake at a time.
	 */
	private int maxUnauthenticatedConnections = 64;

	/**
	 * How many calls of a connection may run at a time, where their format tells them
	 * apart. Nothing more is read from it until one of them has ended.
	 */
	private int maxCallsPerConnection = 256;

	/**
	 * How long the whole handshake may take.
	 */
	private Duration handshakeTimeout = Duration.ofSeconds(5);

	/**
	 * How long a message may take from its first byte to its last.
	 */
	private Duration readTimeout = Duration.ofMinutes(1);

	/**
	 * How long a reply may take from its first byte to its last.
	 */
	private Duration writeTimeout = Duration.ofMinutes(1);

	/**
	 * How long the result of a function may come after its method has returned a future
	 * or a reactive type.
	 */
	private Duration asyncTimeout = Duration.ofMinutes(5);

	private final Error error = new Error();

	@NestedConfigurationProperty
	private final RpcServerSslProperties ssl = new RpcServerSslProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isDiscover() {
		return this.discover;
	}

	public void setDiscover(boolean discover) {
		this.discover = discover;
	}

	public @Nullable String getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable String address) {
		this.address = address;
	}

	public String getSocketPermissions() {
		return this.socketPermissions;
	}

	public void setSocketPermissions(String socketPermissions) {
		this.socketPermissions = socketPermissions;
	}

	public @Nullable String getAuthkey() {
		return this.authkey;
	}

	public void setAuthkey(@Nullable String authkey) {
		this.authkey = authkey;
	}

	public Authentication getAuthentication() {
		return this.authentication;
	}

	public void setAuthentication(Authentication authentication) {
		this.authentication = authentication;
	}

	public boolean isAllowMd5() {
		return this.allowMd5;
	}

	public void setAllowMd5(boolean allowMd5) {
		this.allowMd5 = allowMd5;
	}

	public Naming getNaming() {
		return this.naming;
	}

	public void setNaming(Naming naming) {
		this.naming = naming;
	}

	public Set<MessageFormat> getFormats() {
		return this.formats;
	}

	public void setFormats(Set<MessageFormat> formats) {
		this.formats = formats;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxUnauthenticatedConnections() {
		return this.maxUnauthenticatedConnections;
	}

	public void setMaxUnauthenticatedConnections(int maxUnauthenticatedConnections) {
		this.maxUnauthenticatedConnections = maxUnauthenticatedConnections;
	}

	public int getMaxCallsPerConnection() {
		return this.maxCallsPerConnection;
	}

	public void setMaxCallsPerConnection(int maxCallsPerConnection) {
		this.maxCallsPerConnection = maxCallsPerConnection;
	}

	public Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	public Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	public void setWriteTimeout(Duration writeTimeout) {
		this.writeTimeout = writeTimeout;
	}

	public Duration getAsyncTimeout() {
		return this.asyncTimeout;
	}

	public void setAsyncTimeout(Duration asyncTimeout) {
		this.asyncTimeout = asyncTimeout;
	}

	public Error getError() {
		return this.error;
	}

	public RpcServerSslProperties getSsl() {
		return this.ssl;
	}

	/**
	 * What callers learn of a failure.
	 */
	public static class Error {

		/**
		 * Whether callers get the message of an exception.
		 */
		private boolean includeMessage = true;

		/**
		 * Whether callers get the stack trace of an exception.
		 */
		private boolean includeStacktrace;

		public boolean isIncludeMessage() {
			return this.includeMessage;
		}

		public void setIncludeMessage(boolean includeMessage) {
			this.includeMessage = includeMessage;
		}

		public boolean isIncludeStacktrace() {
			return this.includeStacktrace;
		}

		public void setIncludeStacktrace(boolean includeStacktrace) {
			this.includeStacktrace = includeStacktrace;
		}

	}

}
