package io.rpcboot.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a TCP socket. The socket below remains ours: it can be closed while TLS is
 * stuck in a write.
 */
final class TlsTransport implements Transport {

	private static final int LINGER_MILLIS = 500;

	private final SocketTransport below;

	private final SSLSocket socket;

	private final ReentrantLock writing = new ReentrantLock();

	private volatile boolean established;

	private TlsTransport(SocketTransport below, SSLSocket socket) {
		this.below = below;
		this.socket = socket;
	}

	static TlsTransport ofServer(SocketChannel channel, Tls tls) throws IOException {
		TlsTransport transport = of(channel, tls);
		transport.socket.setUseClientMode(false);
		transport.socket.setSSLParameters(tls.parameters());
		return transport;
	}

	static TlsTransport ofClient(SocketChannel channel, Tls tls) throws IOException {
		TlsTransport transport = of(channel, tls);
		transport.socket.setUseClientMode(true);
		transport.socket.setSSLParameters(tls.parameters());
		SSLParameters verifying = transport.socket.getSSLParameters();
		verifying.setEndpointIdentificationAlgorithm("HTTPS");
		transport.socket.setSSLParameters(verifying);
		return transport;
	}

	private static TlsTransport of(SocketChannel channel, Tls tls) throws IOException {
		SocketTransport below = new SocketTransport(channel);
		InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
		Socket socket = tls.context()
			.getSocketFactory()
			.createSocket(channel.socket(), peer.getHostString(), peer.getPort(), false);
		return new TlsTransport(below, (SSLSocket) socket);
	}

	@Override
	public String peer() {
		return this.below.peer();
	}

	@Override
	public @Nullable InetAddress host() {
		return this.below.host();
	}

	@Override
	public void establish() throws IOException {
		this.writing.lock();
		try {
			this.socket.startHandshake();
			this.established = true;
		}
		catch (SSLException ex) {
			awaitEndOfPeer();
			throw unwrap(ex);
		}
		finally {
			this.writing.unlock();
		}
	}

	// A close while the peer still sends is a reset, which overtakes the alert that tells
	// why.
	private void awaitEndOfPeer() {
		Socket raw = this.below.channel().socket();
		try {
			raw.shutdownOutput();
			raw.setSoTimeout(LINGER_MILLIS);
			raw.getInputStream().skip(Long.MAX_VALUE);
		}
		catch (IOException ex) {
			// it has gone, or goes on talking
		}
	}

	@Override
	public boolean isEstablished() {
		return this.established;
	}

	@Override
	public int read(ByteBuffer target, boolean insidePayload) throws IOException {
		this.below.acknowledgement().beforeRead(insidePayload);
		try {
			int count = this.socket.getInputStream()
				.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
			this.below.acknowledgement().afterRead(count);
			target.position(target.position() + Math.max(0, count));
			return count;
		}
		catch (SSLException ex) {
			throw unwrap(ex);
		}
	}

	@Override
	public void write(ByteBuffer source) throws IOException {
		this.below.acknowledgement().written();
		this.writing.lock();
		try {
			this.socket.getOutputStream()
				.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
		}
		catch (SSLException ex) {
			throw unwrap(ex);
		}
		finally {
			this.writing.unlock();
		}
	}

	// what happened to the socket below, and not that TLS noticed it
	private static IOException unwrap(SSLException failure) {
		return (failure.getCause() instanceof IOException cause) ? cause : failure;
	}

	@Override
	public boolean isQuiet() throws IOException {
		if (this.socket.getInputStream().available() > 0) {
			return false;
		}
		boolean silent = this.below.channel().socket().getInputStream().available() == 0;
		// what would be read below is lost to TLS, but then the connection is not used
		return silent ? this.below.isQuiet() : isNothingButTls();
	}

	// TLS has messages of its own, such as tickets for further connections
	private boolean isNothingButTls() throws IOException {
		this.socket.setSoTimeout(1);
		try {
			this.socket.getInputStream().read();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(0);
		}
	}

	@Override
	public RpcException failure(IOException cause) {
		if (cause instanceof EOFException) {
			return new RpcConnectionException("The peer closed the connection during the handshake", Executed.NO,
					cause);
		}
		return (cause instanceof SSLException refusal) ? TlsFailures.explain(refusal, this.established)
				: Transport.super.failure(cause);
	}

	@Override
	public void abort() throws IOException {
		this.below.abort();
	}

	@Override
	public void close() throws IOException {
		// who writes would have to be waited for
		if (this.writing.tryLock()) {
			try {
				this.socket.shutdownOutput();
			}
			catch (IOException | UnsupportedOperationException ex) {
				// the peer is gone, or this TLS has no such thing
			}
			finally {
				this.writing.unlock();
			}
		}
		abort();
	}

}
