package io.rpcboot.pickle;

import java.time.DateTimeException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a pickle makes by naming a symbol.
 * <p>
 * One symbol that is not known is let pass, for the class of an exception that is the
 * whole value.
 */
final class PickleObjects {

	private final PickleInput input;

	private final PickleWork work;

	private @Nullable PickleSymbol foreign;

	private @Nullable Object foreignException;

	PickleObjects(PickleInput input, PickleWork work) {
		this.input = input;
		this.work = work;
	}

	PickleSymbol symbol(String module, String name) {
		PickleSymbol symbol = PickleSymbols.symbol(module, name, this.input.offset());
		if (!symbol.isKnown()) {
			if (this.foreign != null) {
				throw symbol.refused();
			}
			this.foreign = symbol;
		}
		return symbol;
	}

	/**
	 * Calls a symbol.
	 * @param call the symbol and its arguments
	 * @return the value
	 */
	Object reduce(@Nullable Object[] call) {
		if (!(call[0] instanceof PickleSymbol symbol) || !(call[1] instanceof Tuple args)) {
			throw this.input.refused("what is called is not a symbol with arguments");
		}
		Object value = construct(symbol, args);
		if (!symbol.isKnown()) {
			if (this.foreignException != null) {
				throw symbol.refused();
			}
			this.foreignException = value;
		}
		if (!PickleShape.isScalar(value)) {
			this.work.container();
		}
		return value;
	}

	private Object construct(PickleSymbol symbol, Tuple args) {
		try {
			return symbol.construct(args, this.work);
		}
		catch (IllegalArgumentException | DateTimeException | ArithmeticException ex) {
			if (this.foreign != null && isForeign(args)) {
				throw this.foreign.refused();
			}
			throw this.input.refused("%s: %s".formatted(symbol.name(), ex.getMessage()));
		}
	}

	private boolean isForeign(Tuple args) {
		return this.foreignException != null && args.stream().anyMatch((argument) -> argument == this.foreignException);
	}

	/**
	 * Makes an object without calling its class.
	 * @param call the class and its arguments
	 * @return the object
	 */
	Object create(@Nullable Object[] call) {
		if (!(call[0] instanceof PickleSymbol symbol) || !(call[1] instanceof Tuple args)) {
			throw this.input.refused("what is made is not a symbol with arguments");
		}
		if (!symbol.name().equals(PickledUuid.CLASS) || !args.isEmpty()) {
			throw symbol.refused();
		}
		this.work.container();
		return new PickledUuid();
	}

	/**
	 * Sets the state of an object.
	 * @param target the object
	 * @param state its attributes
	 * @return the object, or what it has become
	 */
	Object build(@Nullable Object target, @Nullable Object state) {
		if (target instanceof PickledObject object) {
			return build(object, state);
		}
		if (!(target instanceof PythonException exception)) {
			throw this.input.refused("a state is set on what has none");
		}
		if (!(state instanceof Map<?, ?> attributes)) {
			throw this.input.refused("the state of an object is not a dict");
		}
		this.work.copy(attributes.size());
		attributes.forEach((name, value) -> {
			if (!(name instanceof String text)) {
				throw this.input.refused("an attribute's name is not a text");
			}
			exception.state().put(text, value);
		});
		return exception;
	}

	private Object build(PickledObject object, @Nullable Object state) {
		try {
			return object.build(state, this.work);
		}
		catch (IllegalArgumentException ex) {
			throw this.input.refused("%s: %s".formatted(object.name(), ex.getMessage()));
		}
	}

	/**
	 * Checks that a symbol that is not known was named for the outermost value only.
	 * @param value the outermost value
	 */
	void checkOutermost(@Nullable Object value) {
		if (this.foreign != null && (value == null || value != this.foreignException)) {
			throw this.foreign.refused();
		}
	}

}
