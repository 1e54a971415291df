package io.rpcboot.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * Writes a failure as a pickled exception that every Python from 2.7 on loads:
 *
 * <pre>
 * 80 02  c "__builtin__" LF name LF  X len32 utf8  85  R  .
 * </pre>
 *
 * With a traceback Python 3 gets what {@code multiprocessing.pool.ExceptionWithTraceback}
 * pickles, and shows it as the cause:
 *
 * <pre>
 * 80 02  c "multiprocessing.pool" LF "rebuild_exc" LF
 *        c "__builtin__" LF name LF  X len32 utf8  85  R  X len32 utf8  86  R  .
 * </pre>
 *
 * To others it goes behind the message. An error of the system has its number before the
 * message:
 *
 * <pre>
 * 80 02  c "__builtin__" LF "OSError" LF  K errno  X len32 utf8  86  R  .
 * </pre>
 *
 * As Python's own pickler numbers what it writes, these bytes come from here only: by
 * their beginning a client tells a call that was not executed from a function that raised
 * the same exception. Python 2.7 gets its text as a byte string ({@code T} for
 * {@code X}), which its {@code str(e)} shows without an encoding error, and no name that
 * it does not know.
 */
final class PickledError {

	private static final int PYTHON_2 = 2;

	private static final Map<String, String> PYTHON_2_NAMES = Map.of("TimeoutError", "OSError", "PermissionError",
			"OSError", "ConnectionError", "OSError", "FileNotFoundError", "OSError", "FileExistsError", "OSError",
			"InterruptedError", "OSError", "RecursionError", "RuntimeError");

	// Python 3 makes the right one of its subclasses of it, by the number
	private static final String SYSTEM_ERROR = "OSError";

	private PickledError() {
	}

	/**
	 * Writes a failure.
	 * @param error the failure
	 * @param protocol the pickle protocol that the peer used, 0 if that is not known
	 * @param output where to
	 * @return one whole frame, valid until the next one is begun
	 */
	static Payload frame(RemoteError error, int protocol, FrameOutput output) {
		output.reset();
		write(error, protocol, output);
		return output.frame(Envelope.RAW);
	}

	static void write(RemoteError error, int protocol, FrameOutput output) {
		output.write(0x80);
		output.write(2);
		String traceback = error.traceback();
		if (protocol > PYTHON_2) {
			if (traceback == null) {
				exception(error.type(), error, error.message(), 'X', output);
			}
			else {
				ascii("cmultiprocessing.pool\nrebuild_exc\n", output);
				exception(error.type(), error, error.message(), 'X', output);
				text("\n\"\"\"\n" + traceback + "\n\"\"\"", 'X', output);
				output.write(0x86);
				ascii("R", output);
			}
		}
		else {
			String message = (traceback != null) ? error.message() + "\n" + traceback : error.message();
			exception(PYTHON_2_NAMES.getOrDefault(error.type(), error.type()), error, message,
					(protocol == PYTHON_2) ? 'T' : 'X', output);
		}
		ascii(".", output);
	}

	private static void exception(String name, RemoteError error, String message, char textOpcode, FrameOutput output) {
		ascii(global((error.errno() != 0) ? SYSTEM_ERROR : name), output);
		if (error.errno() != 0) {
			output.write('K');
			output.write(error.errno());
		}
		text(message, textOpcode, output);
		output.write((error.errno() != 0) ? 0x86 : 0x85);
		ascii("R", output);
	}

	/**
	 * Gives the beginning of what tells that a call was not executed.
	 * @param reason why
	 * @return a character for each byte
	 */
	static String start(CallRefusedException.Reason reason) {
		return "\u0080\2" + global(SYSTEM_ERROR) + "K" + (char) reason.errno();
	}

	private static String global(String name) {
		return "c__builtin__\n" + name + "\n";
	}

	private static void text(String text, char opcode, FrameOutput output) {
		byte[] bytes = utf8(text);
		output.write(opcode);
		output.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array(), 0,
				Integer.BYTES);
		output.write(bytes, 0, bytes.length);
	}

	private static void ascii(String text, FrameOutput output) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		output.write(bytes, 0, bytes.length);
	}

	// Encodes text. Half a surrogate pair becomes U+FFFD: a failure must arrive whatever
	// it says, and Python 2.7 could not show it.
	private static byte[] utf8(String text) {
		StringBuilder replaced = new StringBuilder(text.length());
		text.codePoints()
			.map((point) -> (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? 0xFFFD : point)
			.forEach(replaced::appendCodePoint);
		return replaced.toString().getBytes(StandardCharsets.UTF_8);
	}

}
