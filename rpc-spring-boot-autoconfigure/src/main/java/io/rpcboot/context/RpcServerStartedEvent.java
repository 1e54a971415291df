package io.rpcboot.context;

import java.net.InetSocketAddress;

import org.springframework.context.ApplicationEvent;

/**
 * Published when the server listens.
 */
public class RpcServerStartedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	RpcServerStartedEvent(RpcServerLifecycle source, InetSocketAddress address) {
		super(source);
		this.address = address;
	}

	/**
	 * Gives the address.
	 * @return where the server listens, with the port that was picked where none was
	 * given
	 */
	public InetSocketAddress address() {
		return this.address;
	}

}
