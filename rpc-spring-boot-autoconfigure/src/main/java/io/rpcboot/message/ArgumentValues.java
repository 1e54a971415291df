package io.rpcboot.message;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Arguments that are there as Java values. Unlike those of a message they can be read
 * again once they were read to their end, as a call that is repeated does.
 */
public final class ArgumentValues implements Arguments {

	private final List<? extends @Nullable Object> positional;

	private final Map<String, ? extends @Nullable Object> keywords;

	private Iterator<? extends @Nullable Object> nextPositional;

	private Iterator<? extends Map.Entry<String, ? extends @Nullable Object>> nextKeyword;

	private @Nullable Object current;

	/**
	 * Takes values.
	 * @param positional those by position
	 * @param keywords those by keyword
	 */
	public ArgumentValues(List<? extends @Nullable Object> positional,
			Map<String, ? extends @Nullable Object> keywords) {
		this.positional = positional;
		this.keywords = keywords;
		this.nextPositional = positional.iterator();
		this.nextKeyword = keywords.entrySet().iterator();
	}

	@Override
	public boolean nextPositional() {
		boolean more = this.nextPositional.hasNext();
		this.current = more ? this.nextPositional.next() : null;
		return more;
	}

	@Override
	public @Nullable String nextKeyword() {
		if (!this.nextKeyword.hasNext()) {
			this.nextPositional = this.positional.iterator();
			this.nextKeyword = this.keywords.entrySet().iterator();
			return null;
		}
		Map.Entry<String, ? extends @Nullable Object> entry = this.nextKeyword.next();
		this.current = entry.getValue();
		return entry.getKey();
	}

	@Override
	public @Nullable Object read(ValueType type) {
		return this.current;
	}

	@Override
	public void skip() {
		// the next step leaves it behind
	}

	@Override
	public @Nullable String textOf(String keyword) {
		return (this.keywords.get(keyword) instanceof String text && text.length() <= JsonRpcMembers.MAX_TEXT_LENGTH)
				? text : null;
	}

}
