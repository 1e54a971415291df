package io.rpcboot.message;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.rpcboot.interop.TestServer;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.Shown;
import io.rpcboot.pickle.Tuple;
import io.rpcboot.pickle.Written;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pickled calls that are made to do harm, sent to a running server: each is answered with
 * a clear error, takes memory in proportion to its length, and leaves the connection
 * usable.
 */
@Timeout(60)
class HostilePickledCallTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final byte[] CALL = Written.pickle(Tuple.of("add", Tuple.of(2, 3), Map.of()), PickleTarget.PYTHON_3);

	// tables that grow by halves, an exception with its trace
	private static final long BASE = 200_000;

	// as in HostilePicklesTests, and the message itself
	private static final long PER_BYTE = 152;

	@AutoClose
	private final TestServer server = TestServer.startWithPickle();

	@AutoClose
	private RawPeer client;

	@BeforeEach
	void connect() throws IOException {
		this.client = TestTransport.TCP.connect(new TcpAddress("127.0.0.1", this.server.port()));
		this.client.authenticate(TestServer.AUTHKEY);
		assertServes();
	}

	static Stream<Arguments> arguments() {
		String dtype = "cnumpy\ndtype\n(Vi1\n\u0089\u0088tR";
		return Stream.of(hostile("REDUCE", "cos\nsystem\n(Vid\ntR", "os.system is not among the symbols that are read"),
				hostile("REDUCE in a list", "]cos\nsystem\n(Vid\ntRa",
						"os.system is not among the symbols that are read"),
				hostile("STACK_GLOBAL", "\u008c\u0002os\u008c\u0006system\u0093Vid\n\u0085R",
						"os.system is not among the symbols that are read"),
				hostile("eval", "cbuiltins\neval\nV1\n\u0085R", "builtins.eval is not among the symbols that are read"),
				hostile("getattr", "c__builtin__\ngetattr\n", "__builtin__.getattr itself is not a value that is read"),
				hostile("getattr of a module", "cbuiltins\ngetattr\ncos\nsystem\nV__call__\n\u0086R",
						"os.system is not among the symbols that are read"),
				hostile("INST", "(Vid\nios\nsystem\n", "instances of old-style classes are not read: os.system"),
				hostile("OBJ", "(cbuiltins\nValueError\no", "instances of old-style classes are not read"),
				hostile("NEWOBJ", "csubprocess\nPopen\n(Vid\nt\u0081",
						"subprocess.Popen is not among the symbols that are read"),
				hostile("NEWOBJ_EX", "cuuid\nUUID\n)}\u0092",
						"objects that are made with keyword arguments are not read"),
				hostile("BUILD", "N}b", "a state is set on what has none"),
				hostile("persistent id", "Pid\n", "persistent ids are not read"),
				hostile("persistent id, binary", "NQ", "persistent ids are not read"),
				hostile("extension", "\u0082\u0001", "extension codes are not read"),
				hostile("buffer", "\u0097", "buffers outside of the pickle are not read"),
				hostile("deep", ")" + "\u0085".repeat(100_000), "containers are nested more than 500 deep"),
				hostile("doubling", "]q\u00000" + "h\u0000h\u0000\u0086q\u00000".repeat(30) + "h\u0000",
						"with what is shared counted wherever it occurs, there are more than 2000000 values"),
				hostile("the same bytes again and again",
						"(B\u0040\u0042\u000f\u0000" + "a".repeat(1_000_000) + "q\u0000" + "h\u0000".repeat(1000) + "t",
						"with what is shared counted wherever it occurs, there are more than 2000000 values"),
				hostile("many containers", "(" + "]".repeat(1_000_001) + "t", "there are more than 1000000 containers"),
				hostile("memo far away", "Nr\u00ff\u00ff\u00ff\u007f", "the memo has no such place"),
				hostile("large int", "\u008b\u00ff\u00ff\u00ff\u007f", "2147483647 bytes are announced, 4 are left"),
				hostile("long int", "\u008b\u0000\u0010\u0000\u0000" + "x".repeat(4096),
						"an int has 4096 bytes, more than the 1786 that are read"),
				hostile("digits", "L" + "9".repeat(5000) + "L\n",
						"a number has 5000 characters, more than the 4300 digits and a sign that are read"),
				hostile("exponent", "cdecimal\nDecimal\nV1E+999999999\n\u0085R",
						"decimal.Decimal: it has more than 4300 digits"),
				hostile("colliding keys", "}(" + colliding() + "u", "there are more than 1000 keys that hash alike"),
				hostile("shape", "cnumpy.core.numeric\n_frombuffer\n(C\u0000" + dtype + "(I2000000000\nK\u0000tVC\ntR",
						"numpy.core.numeric._frombuffer: there are more arrays in arrays than the pickle has bytes"),
				hostile("objects", "cnumpy\ndtype\n(VO8\n\u0089\u0088tR",
						"numpy.dtype: the type 'O8' is not read: send array.tolist(), or scalar.item()"));
	}

	private static String colliding() {
		return IntStream.range(0, 2000)
			.mapToObj((i) -> "I" + i + "\nI" + 31 * (2000 - i) + "\n\u0086N")
			.collect(Collectors.joining());
	}

	private static Arguments hostile(String name, String argument, String problem) {
		return Arguments.of(name, argument, problem);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("arguments")
	void aHostileArgumentIsRefused(String name, String argument, String problem) throws IOException {
		for (String start : new String[] { "", "\u0080\u0002", "\u0080\u0004" }) {
			byte[] call = Bytes.of(start + "(Vecho\n(" + argument + "t}t.");
			assertThat(bounded(call)).matches("ValueError\\('the pickle is refused at byte \\d+: "
					+ java.util.regex.Pattern.quote(problem) + "'\\)");
			assertServes();
		}
	}

	@Test
	void aCallThatIsCutShortIsRefused() throws IOException {
		for (int length = 2; length < CALL.length; length++) {
			assertThat(bounded(Arrays.copyOf(CALL, length))).startsWith("ValueError('the pickle is refused at byte ");
		}
		assertServes();
	}

	@Test
	void whatIsNoCallIsRefused() throws IOException {
		Map<String, String> problems = Map.of("\u0080\u0004N.", "it is not a tuple", "(t.",
				"its first element is not a str", "(Vadd\nt.", "its second element is not a tuple or a list",
				"(Vadd\nVxy\n}t.", "its second element is not a tuple or a list", "(Vadd\n)t.",
				"its third element is not a dict with keys of type str", "(Vadd\n)}K\u0001Nst.",
				"its third element is not a dict with keys of type str", "(Vadd\n)}Nt.",
				"there is something behind its third element");
		for (Map.Entry<String, String> entry : problems.entrySet()) {
			assertThat(bounded(Bytes.of(entry.getKey())))
				.isEqualTo("ValueError('the message is not a call (name, args, kwargs): " + entry.getValue() + "')");
		}
		assertServes();
	}

	@Test
	void whatHoldsItselfComesBackAsAFailure() throws IOException {
		assertThat(exchange(Bytes.of("(Vecho\n(]q\u0000h\u0000at}t.")))
			.isEqualTo("TypeError('echo() returned what a pickle cannot hold at $" + "[0]".repeat(10)
					+ ": containers are nested more than 500 deep')");
		assertServes();
	}

	private void assertServes() throws IOException {
		assertThat(exchange(CALL)).isEqualTo("5");
	}

	private String bounded(byte[] call) throws IOException {
		long most = BASE + PER_BYTE * call.length;
		long taken = Long.MAX_VALUE;
		String reply = "";
		// what is loaded or linked at the first time is not the call's
		for (int attempt = 0; attempt < 3 && taken > most; attempt++) {
			long before = allocated();
			reply = exchange(call);
			taken = allocated() - before;
		}
		assertThat(taken).isLessThanOrEqualTo(most);
		return reply;
	}

	private String exchange(byte[] call) throws IOException {
		this.client.sendFrame(call);
		return Shown.read(this.client.readFrame());
	}

	// what the threads of the connections have allocated
	private static long allocated() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("test-server-connection"))
			.mapToLong((thread) -> THREADS.getThreadAllocatedBytes(thread.getId()))
			.sum();
	}

}
