package io.rpcboot.message;

import tools.jackson.databind.PropertyNamingStrategies;

/**
 * How Java's names are written on the wire.
 */
public enum Naming {

	/** As they are: {@code unitPrice}. */
	AS_IS {

		@Override
		public String apply(String name) {
			return name;
		}

	},

	/** As Python writes them: {@code unit_price}. */
	SNAKE_CASE {

		@Override
		public String apply(String name) {
			return PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, name);
		}

	};

	/**
	 * Converts the name of a function, a parameter or a property.
	 * @param name the name in Java
	 * @return the name on the wire
	 */
	public abstract String apply(String name);

}
