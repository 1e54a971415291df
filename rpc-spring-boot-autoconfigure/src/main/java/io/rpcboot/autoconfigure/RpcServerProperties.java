package io.rpcboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.rpcboot.message.MessageFormat;
import io.rpcboot.message.Naming;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * How the server is reached, and what it allows.
 */
@ConfigurationProperties("rpc.server")
public class RpcServerProperties extends RpcServerLimitProperties {

	/**
	 * Whether to start a server.
	 */
	private boolean enabled = true;

	/**
	 * Whether callers can ask for a description of the functions (rpc.discover).
	 */
	private boolean discover = true;

	/**
	 * Keyword argument in which callers tell their trace, as W3C's traceparent. It is
	 * taken off before functions see it. JSON-RPC has meta for it.
	 */
	private @Nullable String traceKeyword;

	/**
	 * Address to listen on, as host:port, where port 0 picks a free one, as unix:/path or
	 * as zmq:tcp://host:port.
	 */
	private @Nullable String address;

	/**
	 * Addresses to listen on at the same time: one of a socket and one of ZeroMQ.
	 */
	private List<String> addresses = List.of();

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
	 * Keys of callers that are told apart, by the name that each of them gets, in small
	 * letters, digits and hyphens. Of a caller's keys the first is preferred, and all are
	 * accepted.
	 */
	private Map<String, List<String>> authkeys = new LinkedHashMap<>();

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

	private final Error error = new Error();

	@NestedConfigurationProperty
	private final RpcServerSslProperties ssl = new RpcServerSslProperties();

	@NestedConfigurationProperty
	private final RpcServerZeroMqProperties zeromq = new RpcServerZeroMqProperties();

	public @Nullable String getTraceKeyword() {
		return this.traceKeyword;
	}

	public void setTraceKeyword(@Nullable String traceKeyword) {
		this.traceKeyword = traceKeyword;
	}

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

	public List<String> getAddresses() {
		return this.addresses;
	}

	public void setAddresses(List<String> addresses) {
		this.addresses = addresses;
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

	public Map<String, List<String>> getAuthkeys() {
		return this.authkeys;
	}

	public void setAuthkeys(Map<String, List<String>> authkeys) {
		this.authkeys = authkeys;
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

	public Error getError() {
		return this.error;
	}

	public RpcServerSslProperties getSsl() {
		return this.ssl;
	}

	public RpcServerZeroMqProperties getZeromq() {
		return this.zeromq;
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
