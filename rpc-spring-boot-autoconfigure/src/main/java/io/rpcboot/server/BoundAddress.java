package io.rpcboot.server;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param text the address, as it is configured: host and port, or {@code unix:} and a
 * path
 * @param port the port, picked where none was given; {@code null} for a Unix socket
 * @param local whether only programs of this machine can connect
 * @param reach who can connect, in a few words
 * @param security how callers prove who they are, and whether what is said is encrypted,
 * in a few words
 */
public record BoundAddress(String text, @Nullable Integer port, boolean local, String reach,
		String security) implements Serializable {

}
