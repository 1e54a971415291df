package io.rpcboot.message;

import io.rpcboot.wire.Payload;

/**
 * Finds the parts of a JSON text. It looks for no more than where a value ends: what is
 * in there is checked by whoever reads it.
 */
final class JsonScanner {

	private static final boolean[] STRUCTURE = new boolean[256];
	static {
		for (char mark : "{}[]\"".toCharArray()) {
			STRUCTURE[mark] = true;
		}
	}

	private final Payload text;

	private int position;

	JsonScanner(Payload text) {
		this.text = text;
	}

	/**
	 * Gives the next byte that is no white space.
	 * @return the byte, or -1 at the end
	 */
	int peek() {
		this.position = JsonText.skipSpace(this.text, this.position);
		return this.text.at(this.position);
	}

	/**
	 * Steps over a byte, if it is the next one that is no white space.
	 * @param octet the byte
	 * @return whether it is
	 */
	boolean skip(char octet) {
		boolean found = peek() == octet;
		if (found) {
			this.position++;
		}
		return found;
	}

	/**
	 * Steps over a byte, which has to be the next one that is no white space.
	 * @param octet the byte
	 */
	void require(char octet) {
		if (!skip(octet)) {
			throw unexpected("'" + octet + "'");
		}
	}

	/**
	 * Checks that there is nothing left.
	 */
	void requireEnd() {
		if (peek() >= 0) {
			throw unexpected("its end");
		}
	}

	/**
	 * Steps over a string.
	 * @return the string with its quotes
	 */
	Payload string() {
		require('"');
		int start = this.position - 1;
		skipString();
		return part(start);
	}

	/**
	 * Steps over a value.
	 * @return the value
	 */
	Payload value() {
		int first = peek();
		int start = this.position;
		if (first == '"') {
			return string();
		}
		if (first == '{' || first == '[') {
			skipStructure();
		}
		else {
			skipScalar();
		}
		return part(start);
	}

	private Payload part(int start) {
		return new Payload(this.text.bytes(), this.text.offset() + start, this.position - start);
	}

	private void skipStructure() {
		byte[] bytes = this.text.bytes();
		int end = this.text.offset() + this.text.length();
		int depth = 0;
		do {
			int index = this.text.offset() + this.position;
			while (index < end && !STRUCTURE[bytes[index] & 0xFF]) {
				index++;
			}
			this.position = index - this.text.offset() + 1;
			switch (this.text.at(this.position - 1)) {
				case '{', '[' -> depth++;
				case '}', ']' -> depth--;
				case '"' -> skipString();
				default -> throw endsTooEarly();
			}
		}
		while (depth > 0);
	}

	// The opening quote is behind us.
	private void skipString() {
		byte[] bytes = this.text.bytes();
		int end = this.text.offset() + this.text.length();
		int index = this.text.offset() + this.position;
		while (index < end && bytes[index] != '"') {
			index += (bytes[index] == '\\') ? 2 : 1;
		}
		if (index >= end) {
			throw endsTooEarly();
		}
		this.position = index - this.text.offset() + 1;
	}

	private void skipScalar() {
		int start = this.position;
		while (!isEnd(this.text.at(this.position))) {
			this.position++;
		}
		if (this.position == start) {
			throw unexpected("a value");
		}
	}

	private static boolean isEnd(int octet) {
		return octet < 0 || octet == ',' || octet == ':' || STRUCTURE[octet] || JsonText.isSpace(octet);
	}

	private CallRefusedException unexpected(String expected) {
		return (this.text.at(this.position) < 0) ? endsTooEarly()
				: refused("expected %s at byte %d".formatted(expected, this.position));
	}

	private static CallRefusedException endsTooEarly() {
		return refused("it ends too early");
	}

	private static CallRefusedException refused(String problem) {
		return JsonText.notJson(problem, null);
	}

}
