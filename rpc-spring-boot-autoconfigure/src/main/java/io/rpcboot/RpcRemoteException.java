package io.rpcboot;

/**
 * The peer answered with a failure.
 */
public class RpcRemoteException extends RpcException {

	private static final long serialVersionUID = 1L;

	private final String type;

	private final String remoteMessage;

	/**
	 * Creates an exception.
	 * @param message the whole message: whom was called, and what he answered
	 * @param type the name of the exception's type at the peer
	 * @param remoteMessage what the exception says
	 */
	public RpcRemoteException(String message, String type, String remoteMessage) {
		super(message, Executed.YES, null);
		this.type = type;
		this.remoteMessage = remoteMessage;
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

}
