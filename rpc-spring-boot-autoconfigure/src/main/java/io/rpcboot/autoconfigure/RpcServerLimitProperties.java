package io.rpcboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * How much the server's peers may take, and for how long.
 */
public abstract class RpcServerLimitProperties {

	/**
	 * Largest message that is accepted.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(64);

	/**
	 * How many connections may have calls executed. The calls of those beyond it are
	 * answered at once, as overloaded, until others leave.
	 */
	private int maxConnections = 1024;

	/**
	 * How many further connections may be in their handshake, or wait for others to
	 * leave. Beyond it the oldest of them is closed.
	 */
	private int maxUnauthenticatedConnections = 64;

	/**
	 * How many calls of a connection may run at a time, where their format tells them
	 * apart. Nothing more is read from it until one of them has ended.
	 */
	private int maxCallsPerConnection = 256;

	/**
	 * How many calls of all connections may run at a time. Those beyond it are answered
	 * at once, as overloaded.
	 */
	private int maxConcurrentCalls = 1024;

	/**
	 * How large all messages and replies in memory may be together. A message for which
	 * there is no room is answered as overloaded. Without it, a quarter of the heap.
	 */
	private @Nullable DataSize maxBuffered;

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
	 * How long a connection may be silent while none of its calls runs. Without it, for
	 * ever.
	 */
	private @Nullable Duration idleTimeout;

	/**
	 * How long the result of a function may come after its method has returned a future
	 * or a reactive type.
	 */
	private Duration asyncTimeout = Duration.ofMinutes(5);

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

	public int getMaxConcurrentCalls() {
		return this.maxConcurrentCalls;
	}

	public void setMaxConcurrentCalls(int maxConcurrentCalls) {
		this.maxConcurrentCalls = maxConcurrentCalls;
	}

	public @Nullable DataSize getMaxBuffered() {
		return this.maxBuffered;
	}

	public void setMaxBuffered(@Nullable DataSize maxBuffered) {
		this.maxBuffered = maxBuffered;
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

	public @Nullable Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public Duration getAsyncTimeout() {
		return this.asyncTimeout;
	}

	public void setAsyncTimeout(Duration asyncTimeout) {
		this.asyncTimeout = asyncTimeout;
	}

}
