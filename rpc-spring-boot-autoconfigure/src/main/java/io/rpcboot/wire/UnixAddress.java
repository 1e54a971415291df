package io.rpcboot.wire;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of a Unix domain socket.
 *
 * @param path its absolute path
 */
public record UnixAddress(Path path) implements Address {

	static final String PREFIX = "unix:";

	// Linux has room for one more, the JDK does not use it
	private static final int MAX_BYTES = 106;

	static UnixAddress parse(String text) {
		Path path = path(text.substring(PREFIX.length()));
		if (!path.isAbsolute() || path.getFileName() == null) {
			throw new IllegalArgumentException("expected unix: and an absolute path, such as unix:/run/app.sock");
		}
		if (!isShortEnough(path)) {
			throw new IllegalArgumentException(
					"the path has %d bytes, that of a socket has %d at most".formatted(length(path), MAX_BYTES));
		}
		return new UnixAddress(path);
	}

	private static Path path(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("the path cannot be used here (%s)".formatted(ex.getReason()));
		}
	}

	/**
	 * Tells whether a socket can have a path.
	 * @param path the path
	 * @return whether it is short enough for the system
	 */
	public static boolean isShortEnough(Path path) {
		return length(path) <= MAX_BYTES;
	}

	private static int length(Path path) {
		return path.toString().getBytes(StandardCharsets.UTF_8).length;
	}

	/**
	 * Gives the directory of the file.
	 * @return its path
	 */
	public Path directory() {
		return this.path.resolveSibling("");
	}

	@Override
	public List<SocketAddress> resolve() {
		return List.of(UnixDomainSocketAddress.of(this.path));
	}

	@Override
	public boolean isLocal() {
		return true;
	}

	@Override
	public String toString() {
		return PREFIX + this.path;
	}

}
