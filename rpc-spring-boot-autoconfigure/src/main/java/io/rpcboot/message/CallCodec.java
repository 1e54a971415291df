package io.rpcboot.message;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

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
			case JSON_RPC -> throw new IllegalArgumentException("clients do not speak " + format);
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
	 * @param output where to
	 * @return one whole frame, valid until the next one is begun
	 * @throws io.rpcboot.RpcEncodingException if an argument cannot be written
	 */
	Payload encode(Call call, FrameOutput output);

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

}
