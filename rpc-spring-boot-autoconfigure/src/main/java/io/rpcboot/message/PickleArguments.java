package io.rpcboot.message;

import io.rpcboot.pickle.PickleTarget;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a pickled call.
 */
final class PickleArguments implements Arguments {

	private final ArgumentValues arguments;

	private final PickleValues values;

	private final PickleTarget caller;

	/**
	 * Takes values.
	 * @param arguments the arguments as they were read
	 * @param values converts them
	 * @param caller who wrote them
	 */
	PickleArguments(ArgumentValues arguments, PickleValues values, PickleTarget caller) {
		this.arguments = arguments;
		this.values = values;
		this.caller = caller;
	}

	@Override
	public boolean nextPositional() {
		return this.arguments.nextPositional();
	}

	@Override
	public @Nullable String nextKeyword() {
		return this.arguments.nextKeyword();
	}

	@Override
	public @Nullable Object read(ValueType type) {
		return this.values.read(this.arguments.read(type), type, this.caller);
	}

	@Override
	public void skip() {
		this.arguments.skip();
	}

	@Override
	public @Nullable String textOf(String keyword) {
		return this.arguments.textOf(keyword);
	}

}
