package io.rpcboot.message;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers messages of JSON-RPC 2.0. Calls run while further messages are received, those
 * of a batch one after another.
 */
final class JsonRpcHandler implements FormatHandler {

	private static final Log logger = LogFactory.getLog(JsonRpcHandler.class);

	private static final String CANCEL = "rpc.cancel";

	private final JsonRpcReader reader;

	private final JsonRpcWriter writer;

	private final JsonRpcReplyId ids;

	private final ErrorTranslator errors;

	JsonRpcHandler(JsonCodec codec, ErrorTranslator errors) {
		this.reader = new JsonRpcReader(codec);
		this.writer = new JsonRpcWriter(codec);
		this.ids = new JsonRpcReplyId(codec);
		this.errors = errors;
	}

	@Override
	public ReceivedMessage receive(Envelope.Opened message, Conversation conversation) {
		Payload json = message.content();
		try {
			JsonText.requireUtf8(json);
			return (json.at(JsonText.skipSpace(json, 0)) == '[')
					? receiveBatch(this.reader.batch(json, conversation.maxCalls()), message.envelope(), conversation)
					: receiveRequest(this.reader.request(json), message.envelope(), conversation);
		}
		catch (CallRefusedException ex) {
			return refuse(ex, message.envelope());
		}
	}

	/**
	 * Refuses a message as a whole.
	 * @param refusal why
	 * @param envelope what to put around the answer
	 * @return the message, to be answered
	 */
	ReceivedMessage refuse(CallRefusedException refusal, Envelope envelope) {
		return (output) -> {
			this.writer.error(null, JsonRpcError.of(refusal), this.errors.translate("", refusal), output);
			return new Reply(output.frame(envelope), Reply.complaint(refusal));
		};
	}

	/**
	 * Refuses a message of which only pieces are there.
	 * @param pieces its beginning and its end, in which its id may be
	 * @param refusal why
	 * @param envelope what to put around the answer
	 * @return the message, to be answered
	 */
	ReceivedMessage refuseDropped(Payload pieces, CallRefusedException refusal, Envelope envelope) {
		return (output) -> {
			this.writer.error(this.ids.findInPieces(pieces), JsonRpcError.of(refusal),
					this.errors.translate("", refusal), output);
			return new Reply(output.frame(envelope), null);
		};
	}

	private ReceivedMessage receiveRequest(JsonRpcRequest request, Envelope envelope, Conversation conversation) {
		if (request.problem() == null) {
			conversation.understood(MessageFormat.JSON_RPC, envelope);
		}
		// begun before the next message is received, which can cancel it
		Callable<@Nullable Object> execution = begin(request, System.nanoTime(), conversation);
		int calls = CANCEL.equals(request.method()) ? 0 : 1;
		return new ConcurrentMessage(calls, (output) -> {
			Throwable failure = respond(request, execution, output);
			return new Reply((output.size() > 0) ? output.frame(envelope) : null, Reply.complaint(failure));
		});
	}

	private ReceivedMessage receiveBatch(List<JsonRpcRequest> requests, Envelope envelope, Conversation conversation) {
		if (requests.stream().anyMatch((request) -> request.problem() == null)) {
			conversation.understood(MessageFormat.JSON_RPC, envelope);
		}
		long received = System.nanoTime();
		return new ConcurrentMessage(requests.size(), (output) -> {
			CallRefusedException complaint = null;
			for (JsonRpcRequest request : requests) {
				int end = output.size();
				output.write((end == 0) ? '[' : ',');
				Throwable failure = respond(request, begin(request, received, conversation), output);
				if (output.size() == end + 1) {
					output.truncate(end);
				}
				complaint = (complaint != null) ? complaint : Reply.complaint(failure);
			}
			if (output.size() == 0) {
				return new Reply(null, complaint);
			}
			output.write(']');
			return new Reply(output.frame(envelope), complaint);
		});
	}

	private Callable<@Nullable Object> begin(JsonRpcRequest request, long received, Conversation conversation) {
		if (request.problem() != null) {
			return () -> {
				throw new CallRefusedException(Reason.INVALID_MESSAGE,
						"it is no request of JSON-RPC 2.0: " + request.problem());
			};
		}
		if (CANCEL.equals(request.method())) {
			return () -> conversation.calls().cancel(this.reader.cancelledId(request.params()));
		}
		Call call = conversation.call(request.method(), this.reader.arguments(request.params()), MessageFormat.JSON_RPC,
				request.metadata());
		Duration timeout = request.timeout();
		if (timeout != null) {
			timeout = timeout.minusNanos(System.nanoTime() - received);
		}
		return conversation.calls().begin(call, request.id(), timeout)::execute;
	}

	// Writes the response to a request, but none to a notification.
	private @Nullable Throwable respond(JsonRpcRequest request, Callable<@Nullable Object> execution,
			FrameOutput output) {
		Object result;
		try {
			result = execution.call();
		}
		// an Error, too, must not leave the caller without an answer
		catch (Throwable ex) {
			Throwable failure = (ex instanceof CallRefusedException refusal)
					? this.reader.firstProblem(request.params(), refusal) : ex;
			fail(request, JsonRpcError.of(failure), failure, output);
			return failure;
		}
		if (!request.isNotification()) {
			writeResult(request, result, output);
		}
		return null;
	}

	private void writeResult(JsonRpcRequest request, @Nullable Object result, FrameOutput output) {
		int start = output.size();
		try {
			this.writer.result(request, result, output);
			output.claimRoom();
		}
		catch (Throwable ex) {
			output.truncate(start);
			fail(request, JsonRpcError.INTERNAL_ERROR, ex, output);
		}
	}

	private void fail(JsonRpcRequest request, JsonRpcError error, Throwable failure, FrameOutput output) {
		RemoteError remote = this.errors.translate(request.method(), failure);
		if (error == JsonRpcError.PARSE_ERROR) {
			// it cannot be a notification, nor does it have an id
			this.writer.error(null, error, remote, output);
		}
		else if (request.isNotification()) {
			// it quotes the peer: what looks like a line of the log must not become one
			logger.debug(("A notification failed: " + remote.message()).replaceAll("\\p{Cntrl}", "?"));
		}
		else {
			this.writer.error(request.id(), error, remote, output);
		}
	}

}
