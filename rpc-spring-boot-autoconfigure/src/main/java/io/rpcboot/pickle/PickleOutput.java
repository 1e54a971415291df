package io.rpcboot.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.rpcboot.wire.FrameOutput;
import io.rpcboot.wire.Payload;

/**
 * Writes opcodes and what stands behind them. Nothing is written to the memo.
 */
final class PickleOutput {

	private static final byte[] MARK = { 'r', 2, 0, 0, 0, '.' };

	private static final int MAX_SHORT = 0xFF;

	private final FrameOutput output;

	private final PickleTarget target;

	PickleOutput(FrameOutput output, PickleTarget target) {
		this.output = output;
		this.target = target;
	}

	PickleTarget target() {
		return this.target;
	}

	boolean isPython3() {
		return this.target == PickleTarget.PYTHON_3;
	}

	void opcode(int opcode) {
		this.output.write(opcode);
	}

	void protocol() {
		opcode(0x80);
		opcode(this.target.protocol());
	}

	/**
	 * Ends the pickle. Before that it gets a memo that tells it from one of Python 2.7:
	 * no version writes a small number in four bytes, and all of them read it.
	 */
	void stop() {
		if (this.target == PickleTarget.UNKNOWN) {
			this.output.write(MARK, 0, MARK.length);
		}
		else {
			opcode('.');
		}
	}

	/**
	 * Tells whether a pickle was ended here.
	 * @param pickle the pickle
	 * @return whether it has what is written before the end for an unknown target
	 */
	static boolean isMarked(Payload pickle) {
		int start = pickle.length() - MARK.length;
		for (int i = 0; i < MARK.length; i++) {
			if (start < 0 || pickle.at(start + i) != MARK[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Names a class or a function.
	 * @param module its module
	 * @param name its name
	 */
	void symbol(String module, String name) {
		ascii("c" + module + "\n" + name + "\n");
	}

	/**
	 * Names something built-in.
	 * @param name its name
	 */
	void builtin(String name) {
		symbol(this.target.builtins(), name);
	}

	/**
	 * Calls what was named, with the arguments behind it.
	 * @param count how many they are, from 1 to 3
	 */
	void call(int count) {
		opcode(0x84 + count);
		opcode('R');
	}

	void bool(boolean value) {
		opcode(value ? 0x88 : 0x89);
	}

	void integer(long value) {
		if (value >= 0 && value <= MAX_SHORT) {
			room(1 + 1, 'K').put((byte) value);
		}
		else if (value >= 0 && value <= Character.MAX_VALUE) {
			room(1 + Short.BYTES, 'M').putShort((short) value);
		}
		else if (value == (int) value) {
			room(1 + Integer.BYTES, 'J').putInt((int) value);
		}
		else {
			room(2 + Long.BYTES, 0x8A).put((byte) Long.BYTES).putLong(value);
		}
	}

	void integer(BigInteger value) {
		byte[] bytes = value.toByteArray();
		if (bytes.length <= MAX_SHORT) {
			room(2, 0x8A).put((byte) bytes.length);
		}
		else {
			room(1 + Integer.BYTES, 0x8B).putInt(bytes.length);
		}
		for (int i = bytes.length - 1; i >= 0; i--) {
			opcode(bytes[i]);
		}
	}

	void floatingPoint(double value) {
		room(1 + Double.BYTES, 'G').order(ByteOrder.BIG_ENDIAN).putDouble(value);
	}

	void text(String text) {
		byte[] utf8 = PickleText.encode(text);
		room(1 + Integer.BYTES, 'X').putInt(utf8.length);
		this.output.write(utf8, 0, utf8.length);
	}

	/**
	 * Writes bytes. Protocol 2 has no opcode that makes bytes in every version, so they
	 * are made of text there, as Python 3 does it.
	 * @param bytes the bytes
	 */
	void bytes(byte[] bytes) {
		if (isPython3()) {
			bytes(bytes.length).put(bytes);
		}
		else {
			symbol("_codecs", "encode");
			text(new String(bytes, StandardCharsets.ISO_8859_1));
			text("latin1");
			call(2);
		}
	}

	/**
	 * Begins bytes of Python 3.
	 * @param length how many
	 * @return where they are to be put, little-endian
	 */
	ByteBuffer bytes(long length) {
		return room(1 + Integer.BYTES + length, 'B').putInt((int) length);
	}

	private ByteBuffer room(long length, int opcode) {
		return this.output.reserve(length).order(ByteOrder.LITTLE_ENDIAN).put((byte) opcode);
	}

	private void ascii(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		this.output.write(bytes, 0, bytes.length);
	}

}
