package io.rpcboot.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.rpcboot.fixture.Certificates;
import org.jspecify.annotations.Nullable;

/**
 * A transport over which tests are run.
 */
public enum TestTransport {

	/** Sockets of TCP. */
	TCP,

	/** Unix domain sockets. */
	UNIX,

	/** TLS, which runs over TCP. */
	TLS;

	private static final int BACKLOG = 50;

	private static final SSLContext SERVER = Certificates.context("server");

	private static final SSLContext CLIENT = Certificates.context(null);

	/**
	 * Finds a place where to listen.
	 * @return an address that is not in use
	 */
	public Address address() {
		if (this != UNIX) {
			return new TcpAddress("127.0.0.1", 0);
		}
		try {
			Path directory = Files.createTempDirectory("rpc");
			directory.toFile().deleteOnExit();
			return new UnixAddress(directory.resolve("test.sock"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Gives what a server on this machine encrypts with.
	 * @return its certificate and key, {@code null} for nothing
	 */
	public @Nullable Supplier<Tls> ofServer() {
		return (this == TLS) ? () -> new Tls(SERVER, new SSLParameters()) : null;
	}

	/**
	 * Gives what a client encrypts with.
	 * @return what it trusts, {@code null} for nothing
	 */
	public @Nullable Supplier<Tls> ofClient() {
		return (this == TLS) ? () -> new Tls(CLIENT, new SSLParameters()) : null;
	}

	/**
	 * Listens as another program.
	 * @param address where
	 * @return what listens
	 * @throws IOException if it cannot
	 */
	public RawListener listen(Address address) throws IOException {
		SocketAddress local = address.resolve().get(0);
		if (address instanceof UnixAddress unix) {
			Files.deleteIfExists(unix.path());
			unix.path().toFile().deleteOnExit();
			ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(local, BACKLOG);
			return new RawListener(channel, () -> new RawUnixSocket(channel.accept()), address);
		}
		ServerSocket socket = new ServerSocket();
		socket.bind(local, BACKLOG);
		return new RawListener(socket, () -> wrap(socket.accept(), false),
				Address.parse(Address.text(socket.getLocalSocketAddress())));
	}

	/**
	 * Connects as another program.
	 * @param server where to
	 * @return the connected peer, whose TLS has done nothing yet
	 * @throws IOException if nothing listens
	 */
	public RawPeer connect(Address server) throws IOException {
		SocketAddress address = server.resolve().get(0);
		if (this == UNIX) {
			return new RawPeer(new RawUnixSocket(SocketChannel.open(address)));
		}
		Socket socket = new Socket();
		socket.connect(address);
		return new RawPeer(wrap(socket, true));
	}

	private RawSocket wrap(Socket socket, boolean client) throws IOException {
		if (this == TCP) {
			return new RawTcpSocket(socket, socket);
		}
		SSLSocket encrypted = (SSLSocket) (client ? CLIENT : SERVER).getSocketFactory()
			.createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
		encrypted.setUseClientMode(client);
		return new RawTcpSocket(socket, encrypted);
	}

}
