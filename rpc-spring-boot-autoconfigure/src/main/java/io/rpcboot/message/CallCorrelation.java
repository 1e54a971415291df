package io.rpcboot.message;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What a format with ids has beside its calls and replies: several calls can run on one
 * connection.
 */
public interface CallCorrelation {

	/**
	 * Finds out which call a reply answers, without reading all of it.
	 * @param reply the payload of its frame, or as much of its beginning and its end as
	 * there is
	 * @return the id of the call, that of no call where the message is no reply, or
	 * {@code null} where the peer could not read a message and so does not know its id
	 * @throws io.rpcboot.RpcProtocolException if the message is nothing that a peer may
	 * send
	 */
	@Nullable Long id(Payload reply);

	/**
	 * Reads a reply without an id.
	 * @param reply the payload of its frame
	 * @return what the peer says about the message that it could not read
	 */
	String complaint(Payload reply);

	/**
	 * Writes that nobody waits for a call any more. There is no reply to it.
	 * @param id the id of the call
	 * @param output where to
	 * @return one whole frame
	 */
	Payload cancellation(long id, FrameOutput output);

}
