package io.rpcboot.message;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call that has come in, or that is to go out. Interceptors see its name and its
 * metadata; its arguments are decoded by whoever executes it.
 *
 * @param function the name of the function, as it stands on the wire
 * @param arguments the arguments, undecoded; they can be read once
 * @param format the message format
 * @param peer of a call that came in the peer's address, of one that goes out the
 * client's name
 * @param principal of a call that came in whose key the peer has; {@code null} where that
 * is not told apart
 * @param metadata texts that travel with the call, by name: such as those of a trace
 * @param options how to make a call that goes out, {@code null} for one that came in
 */
public record Call(String function, Arguments arguments, MessageFormat format, String peer, @Nullable String principal,
		Map<String, String> metadata, @Nullable CallOptions options) {

	/**
	 * Creates a call without a principal.
	 * @param function the name of the function, as it stands on the wire
	 * @param arguments the arguments, undecoded
	 * @param format the message format
	 * @param peer the peer's address, or the client's name
	 * @param metadata texts that travel with the call, by name
	 * @param options how to make a call that goes out, {@code null} for one that came in
	 */
	public Call(String function, Arguments arguments, MessageFormat format, String peer, Map<String, String> metadata,
			@Nullable CallOptions options) {
		this(function, arguments, format, peer, null, metadata, options);
	}

	/**
	 * Changes the arguments.
	 * @param other the arguments
	 * @return another call, the same but for this
	 */
	Call withArguments(Arguments other) {
		return new Call(this.function, other, this.format, this.peer, this.principal, this.metadata, this.options);
	}

	/**
	 * Changes the texts that travel with the call.
	 * @param other texts by name
	 * @return another call, the same but for this
	 */
	public Call withMetadata(Map<String, String> other) {
		return new Call(this.function, this.arguments, this.format, this.peer, this.principal, other, this.options);
	}

}
