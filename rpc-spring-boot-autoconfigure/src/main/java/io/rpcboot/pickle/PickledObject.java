package io.rpcboot.pickle;

import org.jspecify.annotations.Nullable;

/**
 * An object that a pickle makes first and gives its state afterwards.
 */
abstract class PickledObject {

	private @Nullable Object value;

	/**
	 * Sets the state.
	 * @param state the state
	 * @param work counts what is copied
	 * @return the value that the object has become
	 */
	final Object build(@Nullable Object state, PickleWork work) {
		Object built = construct(state, work);
		this.value = built;
		return built;
	}

	/**
	 * Makes a value of the state.
	 * @param state the state
	 * @param work counts what is copied
	 * @return the value
	 * @throws IllegalArgumentException if the state does not fit
	 */
	abstract Object construct(@Nullable Object state, PickleWork work);

	/**
	 * Gives the name of its class.
	 * @return the qualified name
	 */
	abstract String name();

	/**
	 * Says why the object, as it is, is no value.
	 * @return the reason
	 */
	abstract String problem();

	/**
	 * Gives the value that something on the stack or in the memo stands for.
	 * @param object any object
	 * @return the value if it is an object that has its state, otherwise the object
	 * itself
	 */
	static @Nullable Object resolve(@Nullable Object object) {
		return (object instanceof PickledObject pickled && pickled.value != null) ? pickled.value : object;
	}

}
