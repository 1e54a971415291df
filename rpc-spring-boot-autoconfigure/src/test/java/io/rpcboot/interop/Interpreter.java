package io.rpcboot.interop;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A CPython that is installed here.
 *
 * @param version its version, such as {@code 3.8.18}
 * @param executable the executable
 */
record Interpreter(String version, Path executable) {

	/** The oldest version first. */
	static final Comparator<Interpreter> BY_VERSION = (first, second) -> Arrays.compare(first.numbers(),
			second.numbers());

	/**
	 * Tells whether a prefix names the version.
	 * @param prefix such as {@code 3.1}, which names 3.1.5 but not 3.13.0
	 * @return whether it does
	 */
	boolean isNamedBy(String prefix) {
		return (this.version + ".").startsWith(prefix + ".");
	}

	boolean isPython2() {
		return isNamedBy("2");
	}

	boolean isAtLeast(int major, int minor) {
		return Arrays.compare(numbers(), new int[] { major, minor }) >= 0;
	}

	/**
	 * Replaces the exceptions that Python 2.7 does not have by what it gets instead.
	 * @param transcript what Python 3 shows
	 * @return what this version shows
	 */
	String spelling(String transcript) {
		return isPython2() ? transcript.replaceAll("TimeoutError|PermissionError", "OSError") : transcript;
	}

	// 3.15.0rc1, 3.14.0+
	private int[] numbers() {
		return Arrays.stream(this.version.split("[^0-9]+")).mapToInt(Integer::parseInt).toArray();
	}

	@Override
	public String toString() {
		return this.version;
	}

}
