package io.rpcboot.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.rpcboot.function.AsyncResultAdapter;
import io.rpcboot.function.FunctionInvoker;
import io.rpcboot.function.FunctionSettings;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls functions by messages, without a socket.
 */
public final class Calls {

	static final int MAX_CALLS = 16;

	private static final DeadlineWatch DEADLINES = new DeadlineWatch("calls-deadlines");

	private static final byte[] ERROR = "\u0080\u0002c__builtin__\n".getBytes(StandardCharsets.ISO_8859_1);

	private final RpcFunctionRegistry registry;

	private final Conversation conversation;

	private Calls(JsonMapper mapper, JsonSettings settings, ErrorTranslator errors, Set<MessageFormat> formats) {
		JsonCodec codec = new JsonCodec(mapper, settings);
		this.registry = new RpcFunctionRegistry(codec, ParameterInspector.REFLECTION, AsyncResultAdapter.NONE,
				new FunctionSettings(settings.naming(), FunctionSettings.DEFAULT.asyncTimeout()));
		this.conversation = new MessageHandler(codec, new FunctionInvoker(this.registry), errors, formats)
			.begin("peer:1", MAX_CALLS, DEADLINES, (call, next) -> next.handle(call));
	}

	public static Calls of(Object functions) {
		return of(functions, JsonMapper.shared(), JsonSettings.DEFAULT);
	}

	public static Calls of(Object functions, Naming naming) {
		return of(functions, JsonMapper.shared(), new JsonSettings(true, naming, 500));
	}

	static Calls of(Object functions, JsonMapper mapper, JsonSettings settings) {
		return of(functions, mapper, settings, new ErrorTranslator(List.of(), ErrorSettings.DEFAULT));
	}

	static Calls of(Object functions, JsonMapper mapper, JsonSettings settings, ErrorTranslator errors) {
		return of(functions, mapper, settings, errors, EnumSet.allOf(MessageFormat.class));
	}

	static Calls of(Object functions, JsonMapper mapper, JsonSettings settings, ErrorTranslator errors,
			Set<MessageFormat> formats) {
		Calls calls = new Calls(mapper, settings, errors, formats);
		Arrays.stream(functions.getClass().getDeclaredMethods())
			.filter((method) -> !method.isSynthetic())
			.forEach((method) -> calls.registry.register(settings.naming().apply(method.getName()), functions, method));
		return calls;
	}

	public RpcFunctionRegistry registry() {
		return this.registry;
	}

	/**
	 * Sends a message as pickled text.
	 * @param json the message
	 * @return the JSON of the result, or the failure's type and message as Python shows
	 * it
	 */
	public String call(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return text(answer(ByteBuffer.allocate(bytes.length + 8)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(new byte[] { (byte) 0x80, 3, 'X' })
			.putInt(bytes.length)
			.put(bytes)
			.put((byte) '.')
			.array()));
	}

	/**
	 * Sends a message as it is.
	 * @param text the message
	 * @return the reply as it is, empty if there is none
	 */
	String send(String text) {
		return send(this.conversation, text);
	}

	/**
	 * Sends a message as it is, as the first one of a connection.
	 * @param handler what answers it
	 * @param text the message
	 * @return the reply as it is, empty if there is none
	 */
	static String send(MessageHandler handler, String text) {
		return send(handler.begin("peer:1", MAX_CALLS, DEADLINES, (call, next) -> next.handle(call)), text);
	}

	private static String send(Conversation conversation, String text) {
		Payload payload = Payload.of(text.getBytes(StandardCharsets.UTF_8));
		Payload frame = conversation.receive(payload).answer(new FrameOutput()).frame();
		return (frame != null) ? new String(frame.bytes(), frame.offset() + Integer.BYTES,
				frame.length() - Integer.BYTES, StandardCharsets.UTF_8) : "";
	}

	/**
	 * Sends a payload.
	 * @param payload the payload of a frame
	 * @return the payload of the reply's frame
	 */
	byte[] answer(byte[] payload) {
		return content(this.conversation.receive(Payload.of(payload)).answer(new FrameOutput()).frame());
	}

	/**
	 * Tells of a payload that was too large.
	 * @return the payload of the reply's frame
	 */
	byte[] oversized() {
		return content(this.conversation.receiveOversized(9, 5, "p").answer(new FrameOutput()).frame());
	}

	private static byte[] content(Payload frame) {
		return Arrays.copyOfRange(frame.toByteArray(), Integer.BYTES, frame.length());
	}

	static String text(byte[] reply) {
		Envelope.Opened opened = Envelope.open(Payload.of(reply));
		byte[] content = opened.content().toByteArray();
		if (opened.envelope() == Envelope.PICKLED_TEXT) {
			return new String(content, StandardCharsets.UTF_8);
		}
		if (!Arrays.equals(content, 0, ERROR.length, ERROR, 0, ERROR.length)) {
			throw new AssertionError("neither a result nor a failure: " + Arrays.toString(content));
		}
		int name = ERROR.length;
		int end = name;
		while (content[end] != '\n') {
			end++;
		}
		int length = ByteBuffer.wrap(content, end + 2, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
		return new String(content, name, end - name, StandardCharsets.US_ASCII) + ": "
				+ new String(content, end + 2 + Integer.BYTES, length, StandardCharsets.UTF_8);
	}

}
