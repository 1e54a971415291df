package io.rpcboot.server;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.rpcboot.server.AddressBindException.Problem;
import io.rpcboot.wire.UnixAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The file by which programs find a Unix domain socket.
 * <p>
 * A socket can be connected to as soon as it is bound, which is before its permissions
 * can be set. It is therefore bound in a directory that nobody else can enter, and gets
 * its name when it is ready, by a link, which never replaces what is there already.
 */
final class SocketFile {

	private static final Log logger = LogFactory.getLog(RpcServer.class);

	private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	private static final int ROOMS = 36 * 36 * 36;

	private final Path path;

	private final List<?> identity;

	private SocketFile(Path path, List<?> identity) {
		this.path = path;
		this.identity = identity;
	}

	/**
	 * Binds a socket to a path, which must not be taken, except by a socket where nobody
	 * listens any more.
	 * @param channel the socket
	 * @param backlog how many connections may wait to be accepted
	 * @param address the path
	 * @param permissions of the file; to connect is to write
	 * @return the file
	 * @throws AddressBindException if the path is taken, or its directory cannot be used
	 * @throws IOException if the system refuses for another reason
	 */
	static SocketFile bind(ServerSocketChannel channel, int backlog, UnixAddress address,
			Set<PosixFilePermission> permissions) throws IOException {
		Path room = createRoom(address);
		Path hidden = room.resolve(address.path().getFileName());
		if (!UnixAddress.isShortEnough(hidden)) {
			hidden = room.resolve("s");
		}
		try {
			channel.bind(UnixDomainSocketAddress.of(hidden), backlog);
			Files.setPosixFilePermissions(hidden, permissions);
			publish(hidden, address);
			return new SocketFile(address.path(), identity(hidden));
		}
		finally {
			Files.deleteIfExists(hidden);
			Files.delete(room);
		}
	}

	private static Path createRoom(UnixAddress address) throws IOException {
		Path directory = address.directory();
		if (!Files.isDirectory(directory)) {
			throw new AddressBindException(address, Problem.NO_DIRECTORY, directory + " is no directory");
		}
		// short, as the path of the socket may be as long as is possible
		String name = "." + Integer.toString(ThreadLocalRandom.current().nextInt(ROOMS), 36);
		try {
			return Files.createDirectory(directory.resolve(name), PosixFilePermissions.asFileAttribute(PRIVATE));
		}
		catch (AccessDeniedException ex) {
			throw new AddressBindException(address, Problem.DIRECTORY_DENIED, directory + " is not writable");
		}
	}

	private static void publish(Path hidden, UnixAddress address) throws IOException {
		if (link(hidden, address.path())) {
			return;
		}
		StaleSocket.remove(address);
		if (!link(hidden, address.path())) {
			throw new AddressBindException(address, Problem.SOCKET_IN_USE, "another program listens there");
		}
	}

	private static boolean link(Path hidden, Path path) throws IOException {
		try {
			Files.createLink(path, hidden);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

	/**
	 * Deletes the file, if it is still this one.
	 */
	void delete() {
		try {
			if (Files.exists(this.path, LinkOption.NOFOLLOW_LINKS) && this.identity.equals(identity(this.path))) {
				Files.delete(this.path);
			}
		}
		catch (IOException ex) {
			logger.warn("The socket's file %s cannot be deleted: %s".formatted(this.path, ex));
		}
	}

	// the key alone may be given to another file as soon as this one is gone
	private static List<?> identity(Path path) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		return Arrays.asList(attributes.fileKey(), attributes.lastModifiedTime());
	}

}
