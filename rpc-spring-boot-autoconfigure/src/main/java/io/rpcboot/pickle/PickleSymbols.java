package io.rpcboot.pickle;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The symbols that a pickle may mention: built-in exceptions and a few types of values.
 *
 * Arguments that do not fit are an {@link IllegalArgumentException}.
 */
final class PickleSymbols {

	private static final Set<String> EXCEPTIONS = Set
		.of("""
				ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
				BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
				ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup
				FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError
				ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
				LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError
				OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError
				RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StandardError StopAsyncIteration
				StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError
				UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
				UserWarning ValueError VMSError Warning WindowsError ZeroDivisionError _IncompleteInputError"""
			.split("\\s+"));

	private static final List<String> BUILT_IN_MODULES = List.of("builtins", "__builtin__", "exceptions");

	// what the standard library's own ways to pickle an exception with its traceback name
	private static final List<String> TRACEBACK_FUNCTIONS = List.of("multiprocessing.pool.rebuild_exc",
			"concurrent.futures.process._rebuild_exc");

	// around a traceback, so that it is legible behind the name of a class
	private static final String QUOTES = "\"\"\"";

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.]{1,500}");

	private static final Map<String, PickleSymbol.Constructor> CONSTRUCTORS = new HashMap<>();
	static {
		for (String module : BUILT_IN_MODULES) {
			for (String name : EXCEPTIONS) {
				CONSTRUCTORS.put(module + "." + name,
						(args, work) -> new PythonException(name, args, new LinkedHashMap<>()));
			}
			add(module + ".set", PickleSymbols::set);
			add(module + ".frozenset", (args, work) -> new FrozenSet(set(args, work)));
			add(module + ".bytearray", (args, work) -> byteArray(args));
			add(module + ".bytes", (args, work) -> noBytes(args));
			add(module + ".complex", (args, work) -> PickleNumbers.complex(args));
			add(module + ".object", PickleSymbols::object);
			add(module + ".getattr", (args, work) -> attribute(args));
		}
		for (String function : TRACEBACK_FUNCTIONS) {
			add(function, (args, work) -> withTraceback(args));
		}
		add("_codecs.encode", (args, work) -> encode(args));
		add(PickleArrays.ARRAY, (args, work) -> PickleArrays.array(args));
		add(PickleArrays.RECONSTRUCTOR, (args, work) -> PickleArrays.reconstruct(args));
		add("collections.OrderedDict", PickleSymbols::orderedDict);
		add("copy_reg._reconstructor", (args, work) -> PickledUuid.reconstruct(args));
		add("copyreg._reconstructor", (args, work) -> PickledUuid.reconstruct(args));
		add("datetime.date", (args, work) -> PickleTimes.date(args));
		add("datetime.datetime", (args, work) -> PickleTimes.dateTime(args));
		add("datetime.time", (args, work) -> PickleTimes.time(args));
		add("datetime.timedelta", (args, work) -> PickleTimes.duration(args));
		add("datetime.timezone", (args, work) -> PickleTimes.offset(args));
		add("decimal.Decimal", (args, work) -> PickleNumbers.decimal(args));
		add("fractions.Fraction", (args, work) -> PickleNumbers.fraction(args));
		add(PickledUuid.CLASS, (args, work) -> PickledUuid.parse(args));
		add(NumpyArrays.NDARRAY, PickleSymbols::object);
		add(NumpyType.CLASS, (args, work) -> NumpyType.of(args));
		// of numpy 1 and of numpy 2
		for (String core : List.of("numpy.core.", "numpy._core.")) {
			add(core + "multiarray._reconstruct", (args, work) -> NumpyArrays.reconstruct(args));
			add(core + "multiarray.scalar", (args, work) -> NumpyArrays.scalar(args));
			add(core + "numeric._frombuffer", NumpyArrays::fromBuffer);
		}
	}

	private static void add(String name, PickleSymbol.Constructor constructor) {
		CONSTRUCTORS.put(name, (args, work) -> {
			work.copy(args);
			return constructor.construct(args, work);
		});
	}

	private PickleSymbols() {
	}

	/**
	 * Gives a symbol, known or not.
	 * @param module the module
	 * @param name its name there
	 * @param offset where the pickle mentions it
	 * @return the symbol
	 */
	static PickleSymbol symbol(String module, String name, int offset) {
		String qualified = module + "." + name;
		if (!NAME.matcher(qualified).matches()) {
			throw new IllegalArgumentException("a symbol's name is not a name");
		}
		PickleSymbol symbol = new PickleSymbol(qualified, offset, CONSTRUCTORS.get(qualified));
		if (!symbol.isKnown() && BUILT_IN_MODULES.contains(module)) {
			throw symbol.refused();
		}
		return symbol;
	}

	/**
	 * Tells whether there is a built-in exception of a name in any version.
	 * @param name the name
	 * @return whether there is
	 */
	static boolean isException(String name) {
		return EXCEPTIONS.contains(name);
	}

	static IllegalArgumentException unexpected() {
		return new IllegalArgumentException("unexpected arguments");
	}

	private static Object object(Tuple args, PickleWork work) {
		throw unexpected();
	}

	// how methods are pickled, and what they make: the class is what is not read
	private static Object attribute(Tuple args) {
		if (!args.isEmpty() && args.get(0) instanceof PickleSymbol owner) {
			throw owner.refused();
		}
		throw unexpected();
	}

	private static PythonException withTraceback(Tuple args) {
		if (args.size() != 2 || !(args.get(0) instanceof PythonException exception)
				|| !(args.get(1) instanceof String text)) {
			throw unexpected();
		}
		String stripped = text.strip();
		boolean quoted = stripped.length() >= 2 * QUOTES.length() && stripped.startsWith(QUOTES)
				&& stripped.endsWith(QUOTES);
		exception.state()
			.put(PythonException.TRACEBACK, quoted
					? stripped.substring(QUOTES.length(), stripped.length() - QUOTES.length()).strip() : stripped);
		return exception;
	}

	private static LinkedHashSet<@Nullable Object> set(Tuple args, PickleWork work) {
		LinkedHashSet<@Nullable Object> set = new LinkedHashSet<>();
		if (!args.isEmpty()) {
			if (args.size() > 1 || !(args.get(0) instanceof Collection<?> items)) {
				throw unexpected();
			}
			items.forEach((item) -> work.add(set, item));
		}
		return set;
	}

	private static byte[] noBytes(Tuple args) {
		if (!args.isEmpty()) {
			throw unexpected();
		}
		return new byte[0];
	}

	// of Python 3: bytes; of 2.7 and of protocol 2: text and an encoding
	private static byte[] byteArray(Tuple args) {
		if (args.size() == 1 && args.get(0) instanceof byte[] bytes) {
			return bytes.clone();
		}
		return args.isEmpty() ? noBytes(args) : encode(args);
	}

	private static byte[] encode(Tuple args) {
		if (args.size() != 2 || !(args.get(0) instanceof String text)
				|| !("latin1".equals(args.get(1)) || "latin-1".equals(args.get(1)))) {
			throw unexpected();
		}
		if (text.chars().anyMatch((character) -> character > 0xFF)) {
			throw new IllegalArgumentException("a character is not Latin-1");
		}
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	// Python 3 makes an empty one and sets its items; 2.7 passes pairs
	private static Map<@Nullable Object, @Nullable Object> orderedDict(Tuple args, PickleWork work) {
		Map<@Nullable Object, @Nullable Object> dict = new LinkedHashMap<>();
		if (!args.isEmpty()) {
			if (args.size() > 1 || !(args.get(0) instanceof List<?> pairs)) {
				throw unexpected();
			}
			for (Object pair : pairs) {
				if (!(pair instanceof List<?> items) || items.size() != 2) {
					throw unexpected();
				}
				work.put(dict, items.get(0), items.get(1));
			}
		}
		return dict;
	}

}
