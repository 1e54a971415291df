package io.rpcboot.message;

/**
 * A call that has come in, or that is to go out. Interceptors see its name and its
 * metadata; its arguments are decoded by whoever executes it.
 *
 * @param function the name of the function, as the peer wrote it
 * @param arguments the arguments, undecoded; they can be read once
 * @param format the message format
 * @param peer the peer, for messages
 */
public record Call(String function, Arguments arguments, String format, String peer) {

}
