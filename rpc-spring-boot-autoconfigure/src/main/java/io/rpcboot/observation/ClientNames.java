package io.rpcboot.observation;

import io.rpcboot.RpcRemoteException;
import io.rpcboot.message.Call;

/**
 * Names in the tags of a client's calls: functions may be called by whatever name, and
 * exceptions are named by the peer.
 */
final class ClientNames {

	private final BoundedNames functions = new BoundedNames(1000);

	private final BoundedNames exceptions = new BoundedNames(100);

	String function(Call call) {
		return this.functions.of(call.function());
	}

	String exception(RpcRemoteException failure) {
		return this.exceptions.of(failure.type());
	}

}
