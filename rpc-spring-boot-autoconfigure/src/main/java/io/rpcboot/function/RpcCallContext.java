package io.rpcboot.function;

import io.rpcboot.message.Call;
import io.rpcboot.message.MessageFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the call that this thread executes: for functions, and for what they call.
 * Other threads do not have it, such as those that complete a result later: what they
 * need of it is to be taken before.
 */
public final class RpcCallContext {

	// Emptied by null rather than removed, which would have every call make an entry.
	private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

	private final Call call;

	private RpcCallContext(Call call) {
		this.call = call;
	}

	static @Nullable Call begin(Call call) {
		Call outer = CURRENT.get();
		CURRENT.set(call);
		return outer;
	}

	static void end(@Nullable Call outer) {
		CURRENT.set(outer);
	}

	/**
	 * Gives the context of the call that this thread executes.
	 * @return the context
	 * @throws IllegalStateException if it executes none
	 */
	public static RpcCallContext current() {
		Call call = CURRENT.get();
		if (call == null) {
			throw new IllegalStateException("This thread executes no RPC call: take what you need of the context "
					+ "before you go on in another thread, and ask isActive() where calls come from elsewhere too");
		}
		return new RpcCallContext(call);
	}

	/**
	 * Tells whether this thread executes a call.
	 * @return whether there is a context
	 */
	public static boolean isActive() {
		return CURRENT.get() != null;
	}

	/**
	 * Tells whose key the caller has.
	 * @return the name under {@code rpc.server.authkeys}; {@code null} if the key is that
	 * of {@code rpc.server.authkey}, or none is asked for
	 */
	public @Nullable String principal() {
		return this.call.principal();
	}

	/**
	 * Tells where the caller is.
	 * @return host and port, or "a local program"
	 */
	public String peer() {
		return this.call.peer();
	}

	/**
	 * Gives the name of the function.
	 * @return the name on the wire
	 */
	public String function() {
		return this.call.function();
	}

	/**
	 * Tells how the call was written.
	 * @return the message format
	 */
	public MessageFormat format() {
		return this.call.format();
	}

}
