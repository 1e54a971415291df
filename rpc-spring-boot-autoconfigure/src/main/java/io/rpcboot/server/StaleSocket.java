package io.rpcboot.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import io.rpcboot.server.AddressBindException.Problem;
import io.rpcboot.wire.UnixAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket that a server left behind which did not end in order.
 */
final class StaleSocket {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	// of the bits of a file's mode those that tell its type, and the type of a socket
	private static final int TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private StaleSocket() {
	}

	/**
	 * Deletes a socket where nobody listens, if it is still there. Of several servers
	 * that find it only one does so: what another one deleted could be the socket of the
	 * first. The file that is locked for it, {@code .lock} behind the path, stays for the
	 * same reason.
	 * @param address the path
	 * @throws AddressBindException if somebody listens, or it is no socket
	 */
	static void remove(UnixAddress address) throws IOException {
		try {
			requireSocket(address);
			removeSocket(address);
		}
		catch (NoSuchFileException ex) {
			// another server was faster, or the one that it belonged to has just stopped
		}
	}

	private static void removeSocket(UnixAddress address) throws IOException {
		Path path = address.path();
		try (FileChannel file = openLockFile(path); FileLock lock = tryLock(file)) {
			if (lock == null || isLive(path)) {
				throw new AddressBindException(address, Problem.SOCKET_IN_USE, "another program listens there");
			}
			Files.delete(path);
			logger.info("Replaced the socket %s, where nobody listened any more".formatted(path));
		}
	}

	private static void requireSocket(UnixAddress address) throws IOException {
		int mode = (int) Files.getAttribute(address.path(), "unix:mode", LinkOption.NOFOLLOW_LINKS);
		if ((mode & TYPE) != SOCKET) {
			throw new AddressBindException(address, Problem.NO_SOCKET, "there is a file that is no socket");
		}
	}

	private static FileChannel openLockFile(Path path) throws IOException {
		return FileChannel.open(path.resolveSibling(path.getFileName() + ".lock"),
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
				PosixFilePermissions.asFileAttribute(ServerSettings.OWNER_ONLY));
	}

	private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
		try {
			return file.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// it is another server of this JVM
			return null;
		}
	}

	// Does not wait for a server that is busy: it is there.
	private static boolean isLive(Path path) throws IOException {
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			probe.configureBlocking(false);
			probe.connect(UnixDomainSocketAddress.of(path));
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

}
