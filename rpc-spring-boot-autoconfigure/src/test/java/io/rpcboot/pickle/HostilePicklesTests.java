package io.rpcboot.pickle;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.Recordings;
import io.rpcboot.wire.Recordings.Pickle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Pickles that are made to do harm. Whatever the bytes are, they are a value or an
 * {@link RpcProtocolException}, and take memory in proportion to their number.
 */
class HostilePicklesTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	// an exception with its stack trace, the first tables
	private static final long BASE = 20_000;

	// the most for a float that is written as text: 370 for 3, of which 24 last
	private static final long PER_BYTE = 150;

	private static final String DTYPE = "cnumpy\ndtype\n(Vi1\n\u0089\u0088tR";

	private static final String EMPTY_ARRAY = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\u0000\u0085C\u0001btR";

	private static final String EVERY_OPCODE = "0123()]}NIJKLMGSTUVXBCFapqrghjtldsueRbcioPQ.\u0080\u0081\u0082\u0085\u0086"
			+ "\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098";

	private static final List<String> PIECES = Stream
		.concat(EVERY_OPCODE.chars().mapToObj((opcode) -> String.valueOf((char) opcode)),
				Stream.of("K\u0001", "q\u0000", "h\u0000", "q\u0001", "h\u0001", "Va\n", "C\u0002ab", "I1\n", "p0\n",
						"g0\n", "cbuiltins\nset\n", "cbuiltins\nValueError\n", "cuuid\nUUID\n", "ca\nE\n", "(K\u0001t",
						"]K\u0001a\u0085R", ")R", "}b", "(K\u0001\u0090", "(K\u0001e", "(K\u0001K\u0002u",
						"h\u0000h\u0001\u0086", "carray\narray\n", "Vi\n](K\u0001K\u0002e\u0086R", DTYPE, EMPTY_ARRAY,
						"(K\u0001)" + DTYPE + "\u0089C\u0001atb"))
		.toList();

	private final PickleReader reader = new PickleReader(PickleLimits.DEFAULT);

	@Test
	void aPickleThatIsCutShortIsRefused() {
		shortPickles().forEach((pickle) -> {
			for (int length = 0; length < pickle.length; length++) {
				byte[] part = Arrays.copyOf(pickle, length);
				assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> read(part))
					.withMessageStartingWith("the pickle is refused at byte ");
			}
		});
	}

	@Test
	void aPickleWithABitChangedIsReadOrRefused() {
		shortPickles().forEach((pickle) -> {
			for (int bit = 0; bit < Byte.SIZE * pickle.length; bit++) {
				byte mask = (byte) (1 << bit % Byte.SIZE);
				pickle[bit / Byte.SIZE] ^= mask;
				assertHarmless(pickle);
				pickle[bit / Byte.SIZE] ^= mask;
			}
		});
	}

	private static Stream<byte[]> shortPickles() {
		return Recordings.pickles()
			.map(Pickle::bytes)
			.filter((pickle) -> pickle.length <= 128)
			.map(ByteBuffer::wrap)
			.distinct()
			.map(ByteBuffer::array);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void randomBytesAreReadOrRefused(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(100)];
			random.nextBytes(bytes);
			assertHarmless(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void randomOpcodesAreReadOrRefused(long seed) {
		Random random = new Random(seed);
		int read = 0;
		for (int i = 0; i < 50_000; i++) {
			StringBuilder pickle = new StringBuilder("]q\u0000}q\u0001");
			for (int count = random.nextInt(20); count > 0; count--) {
				pickle.append(PIECES.get(random.nextInt(PIECES.size())));
			}
			read += assertHarmless(Bytes.of(pickle + ".")) ? 1 : 0;
		}
		// else they would show nothing
		assertThat(read).isGreaterThan(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "(", "N2", "]", "}", "\u008f", "(t", "(l", "(d", "(\u0091", ")\u0085", "}NNs",
			"\u008f(N\u0090", "]Na", "N\u0094", "N0", "Nq\u0000", "I1\n", "L1L\n", "F1\n", "Va\n", "S''\n", "K\u0001",
			"M\u0001\u0001", "\u008a\u0001\u0001", "\u008c\u0000", "U\u0000", "C\u0000", "h\u0000)R", "h\u0000h\u0001R",
			"h\u0000h\u0001a", "]h\u0001e", "cbuiltins\nValueError\n)R",
			"cdatetime\ndate\nC\u0004\u0007\u00e8\u0001\u0001\u0085R" })
	void manyOfTheSameTakeMemoryInProportion(String opcodes) {
		for (String begin : new String[] { "", "(", "cbuiltins\nset\nq\u0000)q\u0001",
				"cdatetime\ndate\nq\u0000C\u0004\u0007\u00e8\u0001\u0001\u0085q\u0001", "]q\u0000q\u0001(",
				"carray\narray\nq\u0000Vd\n]\u0086q\u0001", "cnumpy\ndtype\nq\u0000(Vi1\n\u0089\u0088tq\u0001" }) {
			assertHarmless(Bytes.of(begin + opcodes.repeat(200_000) + "."));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u008b\u00ff\u00ff\u00ff\u007f.", "X\u00ff\u00ff\u00ff\u007f.",
			"T\u00ff\u00ff\u00ff\u007f.", "B\u00ff\u00ff\u00ff\u007f.",
			"\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
			"\u0096\u00ff\u00ff\u00ff\u007f\u0000\u0000\u0000\u0000.", "Nr\u00ff\u00ff\u00ff\u007f.", "Np2147483646\n.",
			"cdecimal\nDecimal\nV1E+999999999\n\u0085R.", "cdecimal\nDecimal\nV1E-999999999\n\u0085R.",
			"cos\nsystem\n(S'id'\ntR}b.", "(S'id'\nios\nsystem\n." })
	void fewBytesTakeLittleMemory(String pickle) {
		assertHarmless(Bytes.of(pickle));
	}

	@Test
	void containersAreCounted() {
		for (String opcode : new String[] { "]", "}", "\u008f", "(t", "(l", "(d", "(\u0091", "N\u0085" }) {
			PickleReader limited = new PickleReader(new PickleLimits(500, 1000, 1000));
			assertThat((Tuple) limited.read(payload("(" + opcode.repeat(999) + "t."))).hasSize(999);
			assertRefused(limited, "(" + opcode.repeat(1000) + "t.", "there are more than 1000 containers");
		}
		assertRefused("(" + "}".repeat(3_000_000) + "t.", "there are more than 1000000 containers");
		assertRefused("cbuiltins\nset\nq\u0000(" + "h\u0000)R".repeat(1_100_000) + "t.",
				"there are more than 1000000 containers");
	}

	@Test
	void nestingIsLimitedHoweverItIsMade() {
		String problem = "containers are nested more than 500 deep";
		assertRead(")" + "\u0085".repeat(499) + ".");
		assertRefused(")" + "\u0085".repeat(500) + ".", problem);
		assertRead("]".repeat(500) + "a".repeat(499) + ".");
		assertRefused("]".repeat(501) + "a".repeat(500) + ".", problem);
		assertRefused("}N".repeat(501) + "}" + "s".repeat(501) + ".", problem);
		assertRefused("cbuiltins\nKeyError\nq\u0000".repeat(251) + ")R" + "\u0085R".repeat(250) + ".", problem);
		assertRefused("]".repeat(500_000) + "a".repeat(499_999) + ".", problem);
		assertRefused(")" + "\u0085".repeat(900_000) + ".", problem);
		// each list gets the next one when it is in the one before already
		String next = "h\u0001]q\u0002a0h\u0002q\u00010";
		assertRead("]q\u0000q\u00010" + next.repeat(499) + "h\u0000.");
		assertRefused("]q\u0000q\u00010" + next.repeat(500) + "h\u0000.", problem);
	}

	@Test
	void whatIsSharedIsCountedWhereverItOccurs() {
		String problem = "with what is shared counted wherever it occurs, there are more than 2000000 values";
		assertRead("]q\u00000" + "h\u0000h\u0000\u0086q\u00000".repeat(19) + "h\u0000.");
		assertRefused("]q\u00000" + "h\u0000h\u0000\u0086q\u00000".repeat(20) + "h\u0000.", problem);
		assertRefused("]q\u00000" + "(h\u0000h\u0000lq\u00000".repeat(30) + "h\u0000.", problem);
		assertRefused("]q\u00000" + "}(K\u0001h\u0000K\u0002h\u0000uq\u00000".repeat(30) + "h\u0000.", problem);
		assertRefused("cbuiltins\nKeyError\nq\u0001)Rq\u00000" + "h\u0001h\u0000h\u0000\u0086Rq\u00000".repeat(30)
				+ "h\u0000.", problem);
		// a text that takes a gigabyte when it is printed
		assertRefused(
				"(X" + "\u0040\u0042\u000f\u0000" + "a".repeat(1_000_000) + "q\u0000" + "h\u0000".repeat(1000) + "t.",
				problem);
	}

	@Test
	void containersInThemselvesAreData() {
		assertThat(Shown.show(read(Bytes.of("]q\u0000h\u0000ah\u0000\u0085h\u0000\u0086."))))
			.isEqualTo("(([...]), [...])");
		assertThat(Shown.show(read(Bytes.of("}q\u0000K\u0001h\u0000s.")))).isEqualTo("{1: ...}");
	}

	@Test
	void keysCannotBeMadeExpensive() {
		String text = "X\u0040\u0042\u000f\u0000" + "a".repeat(1_000_000);
		String problem = "the keys are too long for their number";
		assertRead(text + "q\u0000(" + "}h\u0000Ns".repeat(120) + "t0N.");
		assertRefused(text + "q\u0000(" + "}h\u0000Ns".repeat(140) + "t0N.", problem);
		assertRefused("(" + "K\u0001".repeat(10_000) + "tq\u0000(" + "}h\u0000Ns".repeat(1100) + "t0N.", problem);
		assertRead("(" + "K\u0001".repeat(10_000) + "\u0091q\u0000(" + "}h\u0000Ns".repeat(10) + "t0N.");
	}

	@Test
	void keysCannotBeMadeToCollide() {
		// 31 * i + 31 * (2000 - i)
		String alike = IntStream.range(0, 2000)
			.mapToObj((i) -> "I" + i + "\nI" + 31 * (2000 - i) + "\n\u0086")
			.collect(Collectors.joining());
		assertRefused("\u008f(" + alike + "\u0090.", "there are more than 1000 keys that hash alike");
		assertRefused("}(" + alike.replace("\u0086", "\u0086N") + "u.",
				"there are more than 1000 keys that hash alike");
		String grid = IntStream.range(0, 90_000)
			.mapToObj((i) -> "I" + i / 300 + "\nI" + i % 300 + "\n\u0086")
			.collect(Collectors.joining());
		assertRead("\u008f(" + grid + "\u0090.");
	}

	@Test
	void argumentsCannotBeCopiedAgainAndAgain() {
		String problem = "the same arguments are used too often";
		String list = "](" + "K\u0001".repeat(1000) + "e\u0085q\u0001";
		assertRead("cbuiltins\nset\nq\u0000(" + list + "h\u0000h\u0001R".repeat(2) + "t.");
		assertRefused("cbuiltins\nset\nq\u0000(" + list + "h\u0000h\u0001R".repeat(3) + "t.",
				"builtins.set: " + problem);
		assertRefused("cbuiltins\nbytearray\nq\u0000(C\u00ff" + "a".repeat(255) + "\u0085q\u0001"
				+ "h\u0000h\u0001R".repeat(9) + "t.", "builtins.bytearray: " + problem);
		String dict = "}(" + IntStream.range(0, 256).mapToObj((i) -> "V" + i + "\nN").collect(Collectors.joining())
				+ "uq\u0001";
		assertRefused("cbuiltins\nKeyError\nq\u0000(" + dict + "h\u0000)Rh\u0001b".repeat(20) + "t.", problem);
	}

	@Test
	void arraysAreCountedAsWhatTheyHold() {
		String problem = "with what is shared counted wherever it occurs, there are more than 2000000 values";
		String array = "(carray\n_array_reconstructor\n(carray\narray\nVh\nK\u0004B\u0040\u0042\u000f\u0000"
				+ "a".repeat(1_000_000) + "tRq\u0000";
		assertRead(array + "h\u0000".repeat(30) + "t.");
		assertRefused(array + "h\u0000".repeat(32) + "t.", problem);
		String rows = "(cnumpy.core.numeric\n_frombuffer\n(B\u0040\u0042\u000f\u0000" + "a".repeat(1_000_000) + DTYPE
				+ "(I500000\nK\u0002tVC\ntRq\u0000";
		assertRead(rows + "h\u0000".repeat(2) + "t.");
		assertRefused(rows + "h\u0000".repeat(3) + "t.", problem);
		assertRefused("}" + array.substring(1) + "Ns.", "a container is a key or in a set, where only scalars and "
				+ "tuples and frozensets of scalars may be");
	}

	@Test
	void arraysCannotBeMadeOfLessThanThePickleHas() {
		String rows = "cnumpy.core.numeric\n_frombuffer\n(C\u0000" + DTYPE + "(K%sK\u0000tVC\ntR.";
		assertRead(rows.formatted("\u0020"));
		assertRefused(rows.formatted("\u00ff"),
				"numpy.core.numeric._frombuffer: there are more arrays in arrays than the pickle has bytes");
		String state = EMPTY_ARRAY + "(K\u0001K\u00ff\u0085" + DTYPE + "\u0089C\u00ff" + "a".repeat(255) + "tq\u0001b";
		String again = EMPTY_ARRAY + "h\u0001b";
		assertRead("(" + state + "t.");
		assertRefused("(" + state + again.repeat(2) + "t.", "numpy.ndarray: the same arguments are used too often");
	}

	@Test
	void anArrayHasAsManyDimensionsAsNumpyAllows() {
		String array = "cnumpy.core.numeric\n_frombuffer\n(C\u0001a" + DTYPE + "(%stVC\ntR.";
		assertRead(array.formatted("K\u0001".repeat(64)));
		assertRefused(array.formatted("K\u0001".repeat(65)),
				"numpy.core.numeric._frombuffer: an array has 65 dimensions, more than 64");
	}

	private void assertRead(String pickle) {
		assertThatNoException().isThrownBy(() -> this.reader.read(payload(pickle)));
	}

	private void assertRefused(String pickle, String problem) {
		assertRefused(this.reader, pickle, problem);
	}

	private static void assertRefused(PickleReader reader, String pickle, String problem) {
		assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> reader.read(payload(pickle)))
			.withMessageMatching("the pickle is refused at byte [0-9]+: " + Pattern.quote(problem));
	}

	private static Payload payload(String pickle) {
		return Payload.of(Bytes.of(pickle));
	}

	private boolean assertHarmless(byte[] pickle) {
		long most = BASE + PER_BYTE * pickle.length;
		boolean read = true;
		long allocated = Long.MAX_VALUE;
		// what is loaded or linked at the first time is not the pickle's
		for (int attempt = 0; attempt < 3 && allocated > most; attempt++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			read = isRead(pickle);
			allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		}
		if (allocated > most) {
			assertThat(allocated).as("%s", HexFormat.of().formatHex(pickle, 0, Math.min(200, pickle.length)))
				.isLessThanOrEqualTo(most);
		}
		return read;
	}

	private boolean isRead(byte[] pickle) {
		try {
			read(pickle);
			return true;
		}
		catch (RpcProtocolException ex) {
			return false;
		}
	}

	private Object read(byte[] pickle) {
		return this.reader.read(Payload.of(pickle));
	}

}
