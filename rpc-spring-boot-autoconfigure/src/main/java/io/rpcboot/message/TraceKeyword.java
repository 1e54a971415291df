package io.rpcboot.message;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A keyword argument that says to which trace a call belongs, for the formats that have
 * no other place for it. Its value is that of W3C's {@code traceparent}.
 *
 * @param keyword the keyword, which no function should have for anything else
 */
public record TraceKeyword(String keyword) {

	private static final String TRACEPARENT = "traceparent";

	/**
	 * Gives the argument to a call that goes out and has none of that name.
	 * @param call the call
	 * @return a call with the argument, where the call belongs to a trace
	 */
	public Call give(Call call) {
		String trace = call.metadata().get(TRACEPARENT);
		return (trace == null || isElsewhere(call)) ? call
				: call.withArguments(new Given(call.arguments(), this.keyword, trace));
	}

	/**
	 * Takes the argument off a call that came in: what the call binds has it no more, and
	 * the call's metadata has its value if it is a text.
	 * @param call the call, whose arguments have not been read
	 * @return a call without the argument
	 */
	public Call take(Call call) {
		if (isElsewhere(call)) {
			return call;
		}
		String trace = call.arguments().textOf(this.keyword);
		Call without = call.withArguments(new Taken(call.arguments(), this.keyword));
		if (trace == null) {
			return without;
		}
		Map<String, String> metadata = new HashMap<>(call.metadata());
		metadata.put(TRACEPARENT, trace);
		return without.withMetadata(metadata);
	}

	private static boolean isElsewhere(Call call) {
		return call.format() == MessageFormat.JSON_RPC;
	}

	/**
	 * Arguments and one more by keyword, the last of them.
	 */
	private static final class Given implements Arguments {

		private final Arguments others;

		private final String keyword;

		private final String value;

		private boolean there;

		private boolean current;

		Given(Arguments others, String keyword, String value) {
			this.others = others;
			this.keyword = keyword;
			this.value = value;
		}

		@Override
		public boolean nextPositional() {
			return this.others.nextPositional();
		}

		@Override
		public @Nullable String nextKeyword() {
			if (this.current) {
				this.current = false;
				return null;
			}
			String next = this.others.nextKeyword();
			this.there |= this.keyword.equals(next);
			if (next == null) {
				this.current = !this.there;
				this.there = false;
			}
			return this.current ? this.keyword : next;
		}

		@Override
		public @Nullable Object read(ValueType type) {
			return this.current ? this.value : this.others.read(type);
		}

		@Override
		public void skip() {
			if (!this.current) {
				this.others.skip();
			}
		}

	}

	/**
	 * Arguments but one by keyword.
	 */
	private record Taken(Arguments all, String keyword) implements Arguments {

		@Override
		public boolean nextPositional() {
			return this.all.nextPositional();
		}

		@Override
		public @Nullable String nextKeyword() {
			String next = this.all.nextKeyword();
			while (this.keyword.equals(next)) {
				this.all.skip();
				next = this.all.nextKeyword();
			}
			return next;
		}

		@Override
		public @Nullable Object read(ValueType type) {
			return this.all.read(type);
		}

		@Override
		public void skip() {
			this.all.skip();
		}

	}

}
