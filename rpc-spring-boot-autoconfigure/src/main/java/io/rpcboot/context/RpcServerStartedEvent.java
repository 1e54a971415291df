package io.rpcboot.context;

import io.rpcboot.server.BoundAddress;

import org.springframework.context.ApplicationEvent;

/**
 * Published for each address when the servers of all of them listen.
 */
public class RpcServerStartedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final BoundAddress address;

	RpcServerStartedEvent(RpcServerLifecycle source, BoundAddress address) {
		super(source);
		this.address = address;
	}

	/**
	 * Gives the address.
	 * @return where the server listens, with the port that was picked where none was
	 * given
	 */
	public BoundAddress address() {
		return this.address;
	}

}
