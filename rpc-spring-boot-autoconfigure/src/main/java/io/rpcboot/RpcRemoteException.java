package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * The peer answered with a failure.
 */
public class RpcRemoteException extends RpcException {

	private static final long serialVersionUID = 1L;

	private final String type;

	private final String remoteMessage;

	private final @Nullable String traceback;

	/**
	 * Creates an exception.
	 * @param message the whole message: whom was called, and what he answered
	 * @param type the name of the exception's type at the peer
	 * @param remoteMessage what the exception says
	 * @param traceback where the exception came from, or {@code null} if the peer does
	 * not tell
	 */
	public RpcRemoteException(String message, String type, String remoteMessage, @Nullable String traceback) {
		super(message, Executed.YES, (traceback != null) ? new RemoteTraceback(traceback) : null);
		this.type = type;
		this.remoteMessage = remoteMessage;
		this.traceback = traceback;
	}

	/**
	 * Gives the exception's type.
	 * @return its name at the peer, such as {@code ValueError}
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Gives the exception's message.
	 * @return what it says at the peer
	 */
	public String remoteMessage() {
		return this.remoteMessage;
	}

	/**
	 * Gives the exception's traceback. It is also the cause of this exception, so that
	 * logs show it.
	 * @return the lines that the peer's language prints, or {@code null} if the peer sent
	 * none
	 */
	public @Nullable String traceback() {
		return this.traceback;
	}

	private static final class RemoteTraceback extends Exception {

		private static final long serialVersionUID = 1L;

		private RemoteTraceback(String text) {
			super(text, null, false, false);
		}

		@Override
		public String toString() {
			return String.valueOf(getMessage());
		}

	}

}
