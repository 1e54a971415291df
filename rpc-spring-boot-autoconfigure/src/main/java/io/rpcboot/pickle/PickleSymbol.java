package io.rpcboot.pickle;

import java.util.LinkedHashMap;

import io.rpcboot.RpcProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A name that a pickle mentions: of a class or a function in Python, of nothing in Java.
 *
 * @param name the qualified name, such as {@code datetime.date}
 * @param offset where the pickle mentions it
 * @param constructor makes what a call of it gives, or {@code null} if it is not among
 * those that are read
 */
record PickleSymbol(String name, int offset, @Nullable Constructor constructor) {

	boolean isKnown() {
		return this.constructor != null;
	}

	/**
	 * Makes what the symbol stands for. An unknown one is taken for an exception's class.
	 * @param args what it is called with
	 * @param work counts what is copied and hashed
	 * @return the value
	 */
	Object construct(Tuple args, PickleWork work) {
		if (this.constructor == null) {
			return new PythonException(this.name, args, new LinkedHashMap<>());
		}
		return this.constructor.construct(args, work);
	}

	RpcProtocolException refused() {
		String problem = isKnown() ? " itself is not a value that is read" : " is not among the symbols that are read";
		return PickleInput.refused(this.offset, this.name + problem + advice());
	}

	private String advice() {
		if (this.name.startsWith("numpy.")) {
			return ": send array.tolist()";
		}
		return this.name.startsWith("zoneinfo.") ? ": send moment.astimezone(datetime.timezone.utc)" : "";
	}

	/**
	 * Makes a value.
	 */
	interface Constructor {

		/**
		 * Makes a value.
		 * @param args what it is made of
		 * @param work counts what is hashed
		 * @return the value
		 * @throws RuntimeException if the arguments do not fit
		 */
		Object construct(Tuple args, PickleWork work);

	}

}
