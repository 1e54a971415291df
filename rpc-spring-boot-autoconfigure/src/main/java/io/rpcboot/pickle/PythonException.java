package io.rpcboot.pickle;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A pickled exception: data, never a Java exception.
 *
 * @param type the name of a built-in exception, such as {@code KeyError}, or the
 * qualified name of another class, such as {@code requests.exceptions.Timeout}
 * @param args the arguments that it was made of
 * @param state the attributes that were set, such as {@code __notes__}
 */
public record PythonException(String type, List<@Nullable Object> args, Map<String, @Nullable Object> state) {

	/**
	 * The text that Python's {@code str(exception)} shows, as far as its class does not
	 * override it. Containers are only hinted at: they may be large, or hold themselves.
	 * @return the text
	 */
	public String message() {
		if (this.args.size() == 1) {
			Object argument = this.args.get(0);
			return (argument instanceof String text) ? text : show(argument);
		}
		return this.args.isEmpty() ? ""
				: this.args.stream().map(PythonException::show).collect(Collectors.joining(", ", "(", ")"));
	}

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
		return (value instanceof List) ? "[...]" : PickleShape.isScalar(value) ? value.toString() : "{...}";
	}

	@Override
	public String toString() {
		String message = message();
		return message.isEmpty() ? this.type : this.type + ": " + message;
	}

}
