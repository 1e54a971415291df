package io.rpcboot.message;

import java.util.List;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.wire.Payload;

/**
 * Reads a failure that is a pickled exception.
 */
final class PickledFailure {

	private static final List<Reason> OF_THE_MOMENT = List.of(Reason.OVERLOADED, Reason.STOPPING);

	private PickledFailure() {
	}

	/**
	 * Tells what an exception stands for.
	 * @param pickle the whole pickle
	 * @param exception what it holds
	 * @return the failure of a function
	 * @throws io.rpcboot.RpcException if the function was not executed, for a reason that
	 * passes
	 */
	static RemoteReply read(Payload pickle, PythonException exception) {
		for (Reason reason : OF_THE_MOMENT) {
			// not by the exception alone: a function can raise the same one
			if (exception.args().size() == 2 && startsWith(pickle, PickledError.start(reason))) {
				throw reason.toException(String.valueOf(exception.args().get(1)));
			}
		}
		return new RemoteReply(null, new RemoteError(exception.type(), exception.message(), exception.traceback()));
	}

	private static boolean startsWith(Payload pickle, String latin) {
		for (int i = 0; i < latin.length(); i++) {
			if (pickle.at(i) != latin.charAt(i)) {
				return false;
			}
		}
		return true;
	}

}
