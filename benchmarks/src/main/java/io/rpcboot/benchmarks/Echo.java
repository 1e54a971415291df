package io.rpcboot.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The floor: frames of the same size as those of a call, echoed by blocking sockets,
 * without a message in them.
 */
final class Echo {

	// what the array format sends and gets
	private static final byte[] REQUEST = Peer.frame(Expect.ADD);

	private static final byte[] REPLY = Peer.frame("5");

	private Echo() {
	}

	private static void exchange(Socket socket, byte[] sent, byte[] received) throws IOException {
		socket.getOutputStream().write(sent);
		readFully(socket, received);
	}

	private static void readFully(Socket socket, byte[] target) throws IOException {
		if (socket.getInputStream().readNBytes(target, 0, target.length) < target.length) {
			throw new IOException("The peer is gone");
		}
	}

	/**
	 * Answers.
	 */
	static final class EchoServer {

		private EchoServer() {
		}

		public static void main(String[] arguments) throws IOException {
			ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			Thread acceptor = new Thread(() -> {
				while (true) {
					serve(listener);
				}
			});
			acceptor.setDaemon(true);
			acceptor.start();
			Server.ready(listener.getLocalPort());
		}

		private static void serve(ServerSocket listener) {
			try {
				Socket socket = listener.accept();
				socket.setTcpNoDelay(true);
				Thread thread = new Thread(() -> echo(socket));
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void echo(Socket socket) {
			byte[] request = new byte[REQUEST.length];
			try (socket) {
				while (true) {
					readFully(socket, request);
					socket.getOutputStream().write(REPLY);
				}
			}
			catch (IOException ex) {
				// the caller is gone
			}
		}

	}

	/**
	 * Asks.
	 */
	static final class EchoCaller {

		private EchoCaller() {
		}

		public static void main(String[] arguments) throws Exception {
			Options options = Options.of(arguments);
			ThreadLocal<Socket> sockets = ThreadLocal.withInitial(() -> connect(options.number("port", 0)));
			Load.run(options, () -> {
				exchange(sockets.get(), REQUEST, new byte[REPLY.length]);
				return REPLY;
			});
			System.exit(0);
		}

		private static Socket connect(int port) {
			try {
				Socket socket = new Socket();
				socket.setTcpNoDelay(true);
				socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				return socket;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
