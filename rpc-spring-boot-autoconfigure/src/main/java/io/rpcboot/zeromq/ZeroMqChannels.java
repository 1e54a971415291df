package io.rpcboot.zeromq;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.client.CallChannel;
import io.rpcboot.client.CallDeadline;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.TrafficMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Opens channels of one client to ZeroMQ sockets. One thread serves all of them, from the
 * first one on.
 */
public final class ZeroMqChannels implements CallChannel.Factory {

	private static final Duration PATIENCE = Duration.ofMillis(250);

	private final ClientSecurity security;

	private final TrafficMonitor traffic;

	private @Nullable SocketLoop loop;

	private boolean closed;

	/**
	 * Creates a factory.
	 * @param security what the client shows the programs
	 * @param traffic is told of the bytes of messages
	 */
	public ZeroMqChannels(ClientSecurity security, TrafficMonitor traffic) {
		this.security = security;
		this.traffic = traffic;
	}

	@Override
	public boolean knows(Address address) {
		return address instanceof ZeroMqAddress;
	}

	@Override
	public CallChannel open(Address address, ClientSettings settings, CallCodec codec, CallDeadline deadline) {
		RpcException first = null;
		// resolved anew for each channel, since a name can move
		for (SocketAddress target : resolve(address, settings)) {
			try {
				return open((InetSocketAddress) target, settings, codec, deadline);
			}
			catch (RpcConnectionException ex) {
				first = (first != null) ? first : ex;
			}
		}
		throw (first != null) ? first : new RpcConnectionException("the host has no address", Executed.NO, null);
	}

	// One connection in a hundred gets stuck in JeroMQ before it has said a word
	// (https://github.com/zeromq/jeromq/issues/912): another one is tried then.
	private CallChannel open(InetSocketAddress target, ClientSettings settings, CallCodec codec,
			CallDeadline deadline) {
		Duration patience = PATIENCE;
		while (true) {
			ZeroMqChannel channel = new ZeroMqChannel(loop(), settings, codec.forConnection(), this.traffic);
			if (channel.open(target, this.security, deadline, patience)) {
				return channel;
			}
			patience = patience.multipliedBy(2);
		}
	}

	private static List<SocketAddress> resolve(Address address, ClientSettings settings) {
		try {
			return address.resolve();
		}
		catch (UnknownHostException ex) {
			throw new RpcConnectionException("the host is not known; correct " + settings.property("address"),
					Executed.NO, ex);
		}
	}

	private synchronized SocketLoop loop() {
		if (this.closed) {
			throw new RpcConnectionException("the client is closed", Executed.NO, null);
		}
		SocketLoop running = this.loop;
		if (running == null) {
			running = new SocketLoop("rpc-client-zeromq", true);
			this.loop = running;
		}
		return running;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.loop != null) {
			this.loop.endWithLastSocket();
		}
	}

}
