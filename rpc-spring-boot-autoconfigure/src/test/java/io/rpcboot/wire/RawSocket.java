package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a test needs of a connected socket.
 */
interface RawSocket extends Closeable {

	/**
	 * Does this side's part of TLS's handshake, if there is one.
	 */
	void establish() throws IOException;

	InputStream input() throws IOException;

	void write(byte[] bytes) throws IOException;

	/**
	 * Names this end as the other side logs it.
	 */
	String address();

	/**
	 * Ends this side's stream.
	 */
	void finish() throws IOException;

	/**
	 * Closes so that the other side learns that not all was read.
	 */
	void reset() throws IOException;

}
