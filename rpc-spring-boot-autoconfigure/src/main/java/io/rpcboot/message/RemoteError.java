package io.rpcboot.message;

/**
 * A failure as it goes over the wire.
 *
 * @param type the name of a built-in exception of Python
 * @param message what it says
 */
public record RemoteError(String type, String message) {

}
