package io.rpcboot.message;

import java.time.Duration;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls and reads their replies: to a client what {@link MessageHandler} is to a
 * server.
 */
public interface CallCodec {

	/**
	 * Gives the codec of a format, which any number of connections can use.
	 * @param format the format
	 * @param codec reads and writes values
	 * @return the codec
	 */
	static CallCodec of(MessageFormat format, JsonCodec codec) {
		return switch (format) {
			case ARRAY -> new ArrayCallCodec(codec);
			case JSON_RPC -> new JsonRpcCallCodec(codec);
			case PICKLE -> new PickleCallCodec(codec);
		};
	}

	/**
	 * Gives the codec of one connection, which remembers what the replies tell of the
	 * peer.
	 * @return the codec itself, where there is nothing to remember
	 */
	default CallCodec forConnection() {
		return this;
	}

	/**
	 * Writes a call.
	 * @param call the call
	 * @param id its id, which no other call of the connection has, for a format with ids
	 * @param remaining how long somebody waits for the reply, for a format that tells it
	 * @param output where to
	 * @return one whole frame, valid until the next one is begun
	 * @throws io.rpcboot.RpcEncodingException if an argument cannot be written
	 */
	Payload encode(Call call, long id, Duration remaining, FrameOutput output);

	/**
	 * Reads a reply.
	 * @param reply the payload of its frame
	 * @param type what a result is read into
	 * @return the result or the failure
	 * @throws io.rpcboot.RpcEncodingException if the result does not fit the type
	 * @throws io.rpcboot.RpcProtocolException if the reply is neither a result nor a
	 * failure
	 */
	RemoteReply decode(Payload reply, ValueType type);

	/**
	 * Gives what tells the replies of several calls apart.
	 * @return {@code null} for a format without ids, whose connections have one call at a
	 * time
	 */
	default @Nullable CallCorrelation correlation() {
		return null;
	}

}
