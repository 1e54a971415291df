package io.rpcboot.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A socket channel that does not block, and a selector for whoever waits.
 */
final class SelectorTransport implements NonBlockingTransport {

	private final SocketTransport transport;

	private final Selector selector;

	private final SelectionKey key;

	SelectorTransport(SocketTransport transport) throws IOException {
		this.transport = transport;
		this.selector = Selector.open();
		try {
			SocketChannel channel = transport.channel();
			channel.configureBlocking(false);
			this.key = channel.register(this.selector, SelectionKey.OP_READ);
		}
		catch (IOException ex) {
			this.selector.close();
			throw ex;
		}
	}

	@Override
	public int read(ByteBuffer target, boolean insidePayload) throws IOException {
		return this.transport.read(target, insidePayload);
	}

	@Override
	public void write(ByteBuffer source) throws IOException {
		this.transport.write(source);
		int operations = source.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
		try {
			if (this.key.interestOps() != operations) {
				this.key.interestOps(operations);
				this.selector.wakeup();
			}
		}
		catch (CancelledKeyException | ClosedSelectorException ex) {
			// another thread has closed it meanwhile
			throw new ClosedChannelException();
		}
	}

	@Override
	public void await(long nanos) throws IOException {
		try {
			this.selector.select((ready) -> {
				// whatever it is, it is tried
			}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
		}
		catch (ClosedSelectorException ex) {
			throw new AsynchronousCloseException();
		}
		if (!this.key.isValid()) {
			// closed, and the selector not yet
			throw new AsynchronousCloseException();
		}
	}

	@Override
	public void close() {
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			// nothing is left to be done with it
		}
	}

}
