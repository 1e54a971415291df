package io.rpcboot.pickle;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Shows an exception as Python's {@code str(exception)} does: usually its arguments, but
 * some built-in classes make a sentence of theirs.
 */
final class ExceptionText {

	private static final Set<String> SYSTEM_ERRORS = Set.of("BlockingIOError", "BrokenPipeError", "ChildProcessError",
			"ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
			"EnvironmentError", "FileExistsError", "FileNotFoundError", "IOError", "InterruptedError",
			"IsADirectoryError", "NotADirectoryError", "OSError", "PermissionError", "ProcessLookupError",
			"TimeoutError");

	// of the arguments of an OSError with two file names, where the second stands
	private static final int SECOND_FILE = 4;

	private ExceptionText() {
	}

	static String of(PythonException exception) {
		List<@Nullable Object> args = exception.args();
		if (SYSTEM_ERRORS.contains(exception.type()) && args.size() > 1) {
			return system(args);
		}
		String sentence = switch (exception.type()) {
			case "UnicodeDecodeError" -> undecodable(args);
			case "UnicodeEncodeError" -> unencodable(args);
			case "ExceptionGroup", "BaseExceptionGroup" -> group(args);
			default -> null;
		};
		return (sentence != null) ? sentence : plain(args);
	}

	private static String system(List<@Nullable Object> args) {
		String text = "[Errno %s] %s".formatted(bare(args.get(0)), bare(args.get(1)));
		if (args.size() > 2 && args.get(2) != null) {
			text += ": " + show(args.get(2));
			if (args.size() > SECOND_FILE) {
				text += " -> " + show(args.get(SECOND_FILE));
			}
		}
		return text;
	}

	private static @Nullable String undecodable(List<@Nullable Object> args) {
		if (args.size() != 5 || !(args.get(1) instanceof byte[] bytes) || !(args.get(2) instanceof Number start)
				|| !(args.get(3) instanceof Number end)) {
			return null;
		}
		int first = start.intValue();
		boolean one = end.intValue() == first + 1 && first >= 0 && first < bytes.length;
		String what = one ? "byte 0x%02x in position %d".formatted(bytes[first], first)
				: "bytes in position %d-%d".formatted(first, end.intValue() - 1);
		return "'%s' codec can't decode %s: %s".formatted(args.get(0), what, args.get(4));
	}

	private static @Nullable String unencodable(List<@Nullable Object> args) {
		if (args.size() != 5 || !(args.get(1) instanceof String text) || !(args.get(2) instanceof Number start)
				|| !(args.get(3) instanceof Number end)) {
			return null;
		}
		int first = start.intValue();
		boolean one = end.intValue() == first + 1 && first >= 0 && first < text.codePointCount(0, text.length());
		String what = one ? "character '%s' in position %d"
			.formatted(escape(text.codePointAt(text.offsetByCodePoints(0, first))), first)
				: "characters in position %d-%d".formatted(first, end.intValue() - 1);
		return "'%s' codec can't encode %s: %s".formatted(args.get(0), what, args.get(4));
	}

	private static String escape(int character) {
		String form = (character > 0xFFFF) ? "\\U%08x" : (character > 0xFF) ? "\\u%04x" : "\\x%02x";
		return form.formatted(character);
	}

	private static @Nullable String group(List<@Nullable Object> args) {
		if (args.size() != 2 || !(args.get(1) instanceof List<?> exceptions)) {
			return null;
		}
		return "%s (%d sub-exception%s)".formatted(bare(args.get(0)), exceptions.size(),
				(exceptions.size() == 1) ? "" : "s");
	}

	private static String plain(List<@Nullable Object> args) {
		if (args.size() == 1) {
			return bare(args.get(0));
		}
		return args.isEmpty() ? "" : args.stream().map(ExceptionText::show).collect(Collectors.joining(", ", "(", ")"));
	}

	private static String bare(@Nullable Object value) {
		return (value instanceof String text) ? text : show(value);
	}

	// Containers are only hinted at: they may be large, or hold themselves.
	private static String show(@Nullable Object value) {
		if (value == null) {
			return "None";
		}
		if (value instanceof String text) {
			return "'" + text + "'";
		}
		if (value instanceof Boolean flag) {
			return flag ? "True" : "False";
		}
		if (value instanceof PythonException exception) {
			return exception.type() + "(...)";
		}
		if (value instanceof byte[] bytes) {
			return "<%d bytes>".formatted(bytes.length);
		}
		if (value instanceof Tuple) {
			return "(...)";
		}
		return (value instanceof List || PickleArrays.isArray(value)) ? "[...]"
				: PickleShape.isScalar(value) ? value.toString() : "{...}";
	}

}
