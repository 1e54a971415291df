package io.rpcboot.client;

import io.rpcboot.message.Call;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the pool knows connections.
 */
final class ChannelConnection extends ClientConnection {

	private final CallChannel channel;

	private final int capacity;

	ChannelConnection(CallChannel channel, PooledAddress address, ClientSettings.Pool settings) {
		super(address, settings, channel.codec());
		this.channel = channel;
		this.capacity = settings.maxCallsPerConnection();
	}

	@Override
	int capacity() {
		return this.capacity;
	}

	@Override
	boolean isHealthy() {
		return this.channel.isOpen();
	}

	@Override
	@Nullable Payload exchange(Call call, CallDeadline deadline) {
		return this.channel.exchange(call, deadline);
	}

	@Override
	boolean answeredSince(long begin) {
		return this.channel.answeredSince(begin);
	}

	@Override
	void close() {
		this.channel.close();
	}

}
