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

	private int position;

	private @Nullable Iterator<? extends Map.Entry<String, ? extends @Nullable Object>> entries;

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
	}

	@Override
	public boolean nextPositional() {
		boolean more = this.position < this.positional.size();
		this.current = more ? this.positional.get(this.position++) : null;
		return more;
	}

	@Override
	public @Nullable String nextKeyword() {
		if (this.entries == null) {
			this.entries = this.keywords.entrySet().iterator();
		}
		if (!this.entries.hasNext()) {
			this.position = 0;
			this.entries = null;
			return null;
		}
		Map.Entry<String, ? extends @Nullable Object> entry = this.entries.next();
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
