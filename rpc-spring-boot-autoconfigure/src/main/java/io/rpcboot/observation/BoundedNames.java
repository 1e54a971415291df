package io.rpcboot.observation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that may become values of a tag although others choose them: the first ones, up
 * to a number, and not too long ones.
 */
final class BoundedNames {

	/** What stands for all others. */
	static final String OTHER = "OTHER";

	private static final int MAX_LENGTH = 100;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final int limit;

	/**
	 * Begins without a name.
	 * @param limit how many there may be, give or take as many as there are threads
	 */
	BoundedNames(int limit) {
		this.limit = limit;
	}

	String of(String name) {
		if (this.names.contains(name)) {
			return name;
		}
		if (this.names.size() >= this.limit || name.length() > MAX_LENGTH) {
			return OTHER;
		}
		this.names.add(name);
		return name;
	}

}
