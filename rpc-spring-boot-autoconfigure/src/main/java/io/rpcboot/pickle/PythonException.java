package io.rpcboot.pickle;

import java.util.List;
import java.util.Map;

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

	static final String TRACEBACK = "__traceback__";

	/**
	 * The text that Python's {@code str(exception)} shows, as far as its class is
	 * built-in. A class of the program may show another one.
	 * @return the text
	 */
	public String message() {
		return ExceptionText.of(this);
	}

	/**
	 * The traceback, where the exception was pickled with one: as that of
	 * {@code multiprocessing.pool.ExceptionWithTraceback}, or of an executor's process.
	 * @return the lines that Python prints, or {@code null}
	 */
	public @Nullable String traceback() {
		return (this.state.get(TRACEBACK) instanceof String text) ? text : null;
	}

	@Override
	public String toString() {
		String message = message();
		return message.isEmpty() ? this.type : this.type + ": " + message;
	}

}
