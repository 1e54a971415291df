package io.rpcboot.message;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages: recognises their format, has their calls executed, and writes the
 * results in kind. A failure of any sort becomes a reply.
 */
public final class MessageHandler {

	private final CallHandler calls;

	private final Set<MessageFormat> formats;

	private final ArrayHandler array;

	private final JsonRpcHandler jsonRpc;

	private final JsonCodec codec;

	private final ErrorTranslator errors;

	// made when it is needed, which it never is in most applications
	private volatile @Nullable PickleHandler pickle;

	/**
	 * Creates a handler, which any number of connections can use.
	 * @param codec reads and writes values
	 * @param calls executes the calls
	 * @param errors turns exceptions into failures
	 * @param formats the formats that are accepted
	 */
	public MessageHandler(JsonCodec codec, CallHandler calls, ErrorTranslator errors, Set<MessageFormat> formats) {
		this.calls = calls;
		this.formats = EnumSet.copyOf(formats);
		this.array = new ArrayHandler(codec, errors);
		this.jsonRpc = new JsonRpcHandler(codec, errors);
		this.codec = codec;
		this.errors = errors;
	}

	/**
	 * Begins the conversation of a connection.
	 * @param peer who is at its other end
	 * @param maxCalls how many of its calls may run at a time
	 * @param deadlines watches the time of calls
	 * @param gate what is asked first whether a call may be executed
	 * @return the conversation
	 */
	public Conversation begin(String peer, int maxCalls, DeadlineWatch deadlines, CallInterceptor gate) {
		return new Conversation(this, peer, maxCalls,
				new RunningCalls((call) -> gate.intercept(call, this.calls), deadlines), null);
	}

	ReceivedMessage receive(Envelope.Opened message, Conversation conversation) {
		if (message.holdsPickle()) {
			return pickle().receive(message, conversation);
		}
		Payload text = message.content();
		if (!holdsObjects(text) && !speaksJsonRpc(conversation)) {
			return this.array.receive(message, conversation);
		}
		boolean arrayCall = !this.formats.contains(MessageFormat.ARRAY) && first(text) == '[' && second(text) == '"';
		MessageFormat format = arrayCall ? MessageFormat.ARRAY : MessageFormat.JSON_RPC;
		return this.formats.contains(format) ? this.jsonRpc.receive(message, conversation)
				: this.jsonRpc.refuse(notAccepted(format), message.envelope());
	}

	private PickleHandler pickle() {
		PickleHandler known = this.pickle;
		if (known == null) {
			known = new PickleHandler(this.codec.pickleValues(), this.errors,
					this.formats.contains(MessageFormat.PICKLE));
			this.pickle = known;
		}
		return known;
	}

	private static boolean holdsObjects(Payload text) {
		return first(text) == '{' || (first(text) == '[' && second(text) == '{');
	}

	private static int first(Payload text) {
		return text.at(JsonText.skipSpace(text, 0));
	}

	private static int second(Payload text) {
		return text.at(JsonText.skipSpace(text, JsonText.skipSpace(text, 0) + 1));
	}

	// What is neither is a failure of JSON-RPC where the peer has shown that it speaks
	// it.
	private boolean speaksJsonRpc(Conversation conversation) {
		return conversation.format() == MessageFormat.JSON_RPC || !this.formats.contains(MessageFormat.ARRAY);
	}

	private CallRefusedException notAccepted(MessageFormat format) {
		return new CallRefusedException(Reason.NOT_ALLOWED,
				"calls of the format %s are not accepted here: rpc.server.formats is %s".formatted(format,
						this.formats.stream().map(MessageFormat::toString).collect(Collectors.joining(", "))));
	}

	ReceivedMessage refuseOversized(String problem, Conversation conversation) {
		return refuse(new CallRefusedException(Reason.TOO_LARGE, problem), conversation);
	}

	ReceivedMessage refuseInvalid(String problem, Conversation conversation) {
		return refuse(new CallRefusedException(Reason.INVALID_MESSAGE, problem), conversation);
	}

	private ReceivedMessage refuse(CallRefusedException refusal, Conversation conversation) {
		return speaksJsonRpc(conversation) ? this.jsonRpc.refuse(refusal, conversation.envelope())
				: this.array.refuse(refusal);
	}

	ReceivedMessage refuseDropped(Payload pieces, String problem, Conversation conversation) {
		CallRefusedException refusal = new CallRefusedException(Reason.OVERLOADED, problem);
		Envelope.Opened begun = Envelope.openPart(pieces);
		boolean array = !speaksJsonRpc(conversation) && !holdsObjects(begun.content());
		return array ? this.array.refuse(refusal) : this.jsonRpc.refuseDropped(pieces, refusal, begun.envelope());
	}

}
