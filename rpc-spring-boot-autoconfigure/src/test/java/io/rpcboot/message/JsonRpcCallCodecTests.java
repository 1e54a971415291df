package io.rpcboot.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of calls as JSON-RPC and of what peers answer to them.
 */
class JsonRpcCallCodecTests {

	private final JsonCodec json = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);

	private final CallCodec codec = CallCodec.of(MessageFormat.JSON_RPC, this.json);

	private final CallCorrelation correlation = correlation();

	private CallCorrelation correlation() {
		CallCorrelation found = this.codec.correlation();
		assertThat(found).isNotNull();
		return found;
	}

	@Test
	void argumentsByPositionAreAnArray() {
		assertThat(encode(call("add", List.of(2, 3), Map.of(), false)))
			.isEqualTo("{'jsonrpc':'2.0','id':7,'method':'add','meta':{'timeout':1500},'params':[2,3]}");
	}

	@Test
	void argumentsByKeywordAreAnObject() {
		Map<String, Object> keywords = new LinkedHashMap<>();
		keywords.put("sku", "cup");
		keywords.put("note", null);
		assertThat(encode(call("price", List.of(), keywords, false))).isEqualTo(
				"{'jsonrpc':'2.0','id':7,'method':'price','meta':{'timeout':1500},'params':{'sku':'cup','note':null}}");
	}

	@Test
	void withoutArgumentsThereAreNoParams() {
		assertThat(encode(call("now", List.of(), Map.of(), false)))
			.isEqualTo("{'jsonrpc':'2.0','id':7,'method':'now','meta':{'timeout':1500}}");
	}

	@Test
	void aOneWayCallIsANotification() {
		assertThat(encode(call("log", List.of("x"), Map.of(), true)))
			.isEqualTo("{'jsonrpc':'2.0','method':'log','meta':{'timeout':1500},'params':['x']}");
	}

	@Test
	void aCancellationIsANotificationWithTheId() {
		assertThat(text(this.correlation.cancellation(7, new FrameOutput())))
			.isEqualTo("{'jsonrpc':'2.0','method':'rpc.cancel','params':{'id':7}}");
	}

	@Test
	void argumentsByPositionAndByKeywordDoNotGoTogether() {
		assertThatExceptionOfType(RpcEncodingException.class)
			.isThrownBy(() -> encode(call("price", List.of("cup"), Map.of("quantity", 2), false)))
			.withMessage("JSON-RPC has no call with arguments by position and by keyword together: give all of them by "
					+ "keyword, or set the client's format to array")
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			{'jsonrpc':'2.0','id':7,'result':5}                        | 7
			{'jsonrpc': '2.0', 'result': 5, 'id': 7}                   | 7
			{'jsonrpc':'2.0','result':{'id':3},'id' : 7 } \s           | 7
			{'id':7,'result':{'id':3}}                                 | 7
			{'result':'x,','id':3,'more':['id',{'id':1}],'id':7}       | 7
			{'result':[1,'\\',\\'id\\':3}'],'error':null,'id':7,'x':1} | 7
			{'result':1,'id':123456789012345678}                       | 123456789012345678
			{'result':1,'id':9223372036854775807}                      | 9223372036854775807
			{'id':7}                                                   | 7
			{'result':1,'id':-1}                                       | -1
			{'result':1,'id':-7}                                       | -7
			{'result':1,'id':1.5}                                      | -1
			{'result':1,'id':'7'}                                      | -1
			{'result':1,'id':92233720368547758070}                     | -1
			{'result':1,'x\\'id':7,'id':8,'y':0}                       | 8
			{'jsonrpc':'2.0','method':'tick','params':[1]}             | -1
			{'result':1,'id':null}                                     | -1
			{'error':{'code':-32601,'message':'no'},'id':null}         | -1
			{'error':{'code':-32700,'message':'no'},'id':null}         | null
			{'id':null,'error':{'message':'no','code':-32600}}         | null
			""")
	void theIdIsFoundWhereverItStands(String reply, String id) {
		assertThat(String.valueOf(this.correlation.id(payload(reply)))).isEqualTo(id);
	}

	@Test
	void theIdIsFoundInEachEnvelope() {
		byte[] text = bytes("{'result':5,'id':7}");
		assertThat(this.correlation.id(Payload.of(Bytes.pickle(new String(text, StandardCharsets.UTF_8)))))
			.isEqualTo(7);
		assertThat(this.correlation.id(Payload.of(Bytes.concat(Bytes.of("\u0080\u0004C\u0013"), text, Bytes.of(".")))))
			.isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X%s{'jsonrpc':'2.0','id':7,'result':'abc  def'}q\u0002.",
			"X%s{'result':'abc  def','id':7}q\u0002." })
	void theIdIsFoundInWhatIsLeftOfALargeReply(String reply) {
		byte[] ends = Bytes.concat(Bytes.of("\u0080\u0002"), bytes(reply.formatted("\u0000\u0000\u0000\u0001")));
		assertThat(this.correlation.id(Payload.of(ends))).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			[{'jsonrpc':'2.0','result':5,'id':7}] | it is a batch, and there was none of calls
			5                                     | it is not an object
			{'jsonrpc':'2.0','result':5}          | it has no id
			""")
	void whatIsNoReplyIsRefused(String reply, String problem) {
		assertRefused(payload(reply), "the peer sent what is no reply of JSON-RPC: " + problem);
	}

	@Test
	void whatIsNoJsonIsRefused() {
		assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> this.correlation.id(payload("nope")))
			.withMessageStartingWith(
					"the peer sent what is no reply of JSON-RPC: it is not JSON: Unrecognized token 'nope'");
		assertRefused(payload(""), "the peer sent what is no reply of JSON-RPC: it is not an object");
	}

	@Test
	void aPickledExceptionTellsThatThePeerSpeaksSomethingElse() {
		assertRefused(Payload.of(Bytes.of("\u0080\u0002c__builtin__\nValueError\nX\u0002\u0000\u0000\u0000no\u0085R.")),
				"the peer does not speak JSON-RPC, it answered a pickled exception: ValueError: no");
		assertRefused(Payload.of(Bytes.hex("80 04 4b 05 2e")),
				"the peer does not speak JSON-RPC, it answered a pickled value");
	}

	private void assertRefused(Payload reply, String message) {
		RpcProtocolException failure = catchThrowableOfType(RpcProtocolException.class,
				() -> this.correlation.id(reply));
		assertThat(failure).hasMessage(message);
		assertThat(failure.executed()).isEqualTo(Executed.UNKNOWN);
	}

	@Test
	void aResultIsReadIntoItsType() {
		assertThat(decode("{'jsonrpc':'2.0','id':7,'result':[1,2]}", int[].class).value())
			.isEqualTo(new int[] { 1, 2 });
		assertThat(decode("{'result':null,'error':null,'id':7}", String.class)).isEqualTo(new RemoteReply(null, null));
		assertThat(decode("{'x':{'result':1},'result':5,'id':7}", int.class).value()).isEqualTo(5);
	}

	@Test
	void aResultThatDoesNotFitNamesThePlace() {
		assertThatExceptionOfType(RpcEncodingException.class)
			.isThrownBy(() -> decode("{'result':{'a':[2.5]},'id':7}", IntsByName.class))
			.withMessage("the result does not fit %s at $.a[0]: expected int, got 2.5", IntsByName.class.getName())
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.YES));
		assertThatExceptionOfType(RpcEncodingException.class)
			.isThrownBy(() -> decode("{'result':null,'id':7}", int.class))
			.withMessage("the result does not fit int: expected int, got None");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			{'id':7}                  | the reply has neither a result nor an error
			{'error':null,'id':7}     | the reply has neither a result nor an error
			{'result':5,'id':7} 6     | the reply is not JSON: there is something behind its end
			""")
	void whatIsNoResultIsRefused(String reply, String message) {
		assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> decode(reply, int.class))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.YES));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					{'code':-32601,'message':'Method not found'}                      | AttributeError | Method not found
					{'code':-32602,'message':'Invalid params','data':'y is missing'}  | TypeError      | Invalid params: y is missing
					{'code':-32603,'message':'Internal error'}                        | RuntimeError   | Internal error
					{'code':-32700,'message':'Parse error'}                           | ValueError     | Parse error
					{'code':-32600,'message':'Invalid Request'}                       | ValueError     | Invalid Request
					{'code':-32000,'message':'no','data':{'type':'LookupError'}}      | LookupError    | no
					{'code':-32602,'message':'Invalid params','data':{'type':'TypeError','message':'add() misses y'}} | TypeError | add() misses y
					{'code':4711,'message':'broke','data':{'limit':3}}                | RuntimeError   | broke (error 4711)
					{'code':-32003,'message':'gone'}                                  | RuntimeError   | gone (error -32003)
					{'code':-32003,'message':'gone','data':{'type':'LookupError'}}    | LookupError    | gone
					{'code':-32005,'message':'gone','data':{'type':'LookupError'}}    | LookupError    | gone
					{'code':-32001,'message':'gone','data':[1]}                       | RuntimeError   | gone (error -32001)
					'text'                                                            | RuntimeError   | text
					""")
	void errorsHaveTheTypeThatTheyTellOrThatOfTheirCode(String error, String type, String message) {
		RemoteReply reply = decode("{'jsonrpc':'2.0','error':%s,'id':7}".formatted(error), int.class);
		assertThat(reply).isEqualTo(new RemoteReply(null, new RemoteError(type, message)));
	}

	@Test
	void anErrorCanHaveATraceback() {
		assertThat(decode("{'error':{'code':-32000,'message':'no','data':{'type':'KeyError','traceback':'File'}}}",
				int.class)
			.error()).isEqualTo(new RemoteError("KeyError", "no", "File"));
	}

	@Test
	void anErrorCountsMoreThanAResult() {
		assertThat(decode("{'result':null,'error':{'code':-32603,'message':'no'},'id':7}", int.class).error())
			.isEqualTo(new RemoteError("RuntimeError", "no"));
	}

	@Test
	void whatOurServersDidNotExecuteIsToldApart() {
		assertFails(RpcOverloadedException.class, Executed.NO, "the peer has too much to do: 64 calls run",
				"{'code':-32003,'message':'64 calls run','data':{'type':'BlockingIOError'}}");
		assertFails(ServerStoppingException.class, Executed.NO, "the peer is stopping: the server is stopping",
				"{'code':-32005,'message':'the server is stopping','data':{'type':'ConnectionRefusedError'}}");
		assertFails(RpcTimeoutException.class, Executed.UNKNOWN,
				"the peer gave up: add() took longer than its caller waits",
				"{'code':-32001,'message':'add() took longer than its caller waits','data':{'type':'TimeoutError'}}");
	}

	private void assertFails(Class<? extends RpcException> type, Executed executed, String message, String error) {
		RpcException failure = catchThrowableOfType(RpcException.class,
				() -> decode("{'jsonrpc':'2.0','error':%s,'id':7}".formatted(error), int.class));
		assertThat(failure).isExactlyInstanceOf(type).hasMessage(message);
		assertThat(failure.executed()).isEqualTo(executed);
	}

	@Test
	void aComplaintIsToldInOneSentence() {
		assertThat(this.correlation.complaint(payload("{'error':{'code':-32700,'message':'Parse error'},'id':null}")))
			.isEqualTo("ValueError: Parse error");
	}

	private RemoteReply decode(String reply, Class<?> type) {
		return this.codec.decode(payload(reply), this.json.type(type));
	}

	private String encode(Call call) {
		return text(this.codec.encode(call, 7, Duration.ofMillis(1500), new FrameOutput()));
	}

	private static String text(Payload frame) {
		Payload payload = new Payload(frame.bytes(), frame.offset() + Integer.BYTES, frame.length() - Integer.BYTES);
		Envelope.Opened opened = Envelope.open(payload);
		assertThat(opened.envelope()).isEqualTo(Envelope.PICKLED_TEXT);
		return new String(opened.content().toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
	}

	private Call call(String function, List<?> arguments, Map<String, ? extends @Nullable Object> keywords,
			boolean oneWay) {
		return new Call(function, new ArgumentValues(arguments, keywords), MessageFormat.JSON_RPC, "orders", Map.of(),
				new CallOptions(this.json.type(Object.class), Duration.ofSeconds(2), "test", false, oneWay));
	}

	private static Payload payload(String json) {
		return Payload.of(bytes(json));
	}

	private static byte[] bytes(String json) {
		return Bytes.of(json.replace('\'', '"'));
	}

	record IntsByName(int[] a) {

	}

}
