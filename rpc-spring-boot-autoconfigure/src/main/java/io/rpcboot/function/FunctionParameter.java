package io.rpcboot.function;

import java.util.Optional;
import java.util.function.Supplier;

import io.rpcboot.message.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a function.
 *
 * @param name its name on the wire
 * @param kind how it is passed
 * @param type what one argument is read into: for {@link Kind#VAR_POSITIONAL} the type of
 * one element, for {@link Kind#VAR_KEYWORD} that of one value
 * @param rawType the Java class of the parameter
 * @param defaultText the default as it was declared, or {@code null}
 * @param defaultValue gives the value where the caller passes none; {@code null} where he
 * has to
 * @param description what it means, for people, or empty
 */
public record FunctionParameter(String name, Kind kind, ValueType type, Class<?> rawType, @Nullable String defaultText,
		@Nullable Supplier<@Nullable Object> defaultValue, String description) {

	/**
	 * Tells whether the caller has to pass it.
	 * @return whether it has no default
	 */
	public boolean required() {
		return this.defaultValue == null;
	}

	@Override
	public String toString() {
		String typeName = typeName();
		return switch (this.kind) {
			case VAR_POSITIONAL -> "*" + this.name + ": " + typeName;
			case VAR_KEYWORD -> "**" + this.name + ": " + typeName;
			default -> this.name + ": " + typeName + defaultSuffix();
		};
	}

	private String typeName() {
		return TypeNames.of(this.type.type());
	}

	private String defaultSuffix() {
		if (this.required()) {
			return "";
		}
		if (this.defaultText == null) {
			return " = None";
		}
		return " = " + ((this.rawType == String.class || this.rawType == Optional.class) ? "'" + this.defaultText + "'"
				: this.defaultText);
	}

	/**
	 * How a parameter is passed, with the names of Python's {@code inspect}.
	 */
	public enum Kind {

		/** By position only, because its name is not known. */
		POSITIONAL_ONLY,

		/** By position or by keyword. */
		POSITIONAL_OR_KEYWORD,

		/** {@code *args}. */
		VAR_POSITIONAL,

		/** By keyword only. */
		KEYWORD_ONLY,

		/** {@code **kwargs}. */
		VAR_KEYWORD;

		/**
		 * Tells whether it takes any number of arguments, none included.
		 * @return whether it is {@code *args} or {@code **kwargs}
		 */
		public boolean collects() {
			return this == VAR_POSITIONAL || this == VAR_KEYWORD;
		}

		boolean positional() {
			return this == POSITIONAL_ONLY || this == POSITIONAL_OR_KEYWORD;
		}

	}

}
