package io.rpcboot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a parameter of a function, or gives it a default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface RpcParam {

	/** The value of {@link #defaultValue()} that stands for none. */
	String NO_DEFAULT = "\n\t\t\n\t\t\n\uE000\uE001\uE002\n\t\t\t\t\n";

	/**
	 * The name by which callers pass it; by default the parameter's.
	 * @return the name
	 */
	String name() default "";

	/**
	 * What the parameter means, for those who ask for a description of the functions.
	 * @return a sentence or a few, by default none
	 */
	String description() default "";

	/**
	 * The value where the caller passes none: JSON, or the bare text of a string, an
	 * enum's constant, a date. By default the caller has to pass one, unless the
	 * parameter is an {@code Optional} or nullable.
	 * @return the default
	 */
	String defaultValue() default NO_DEFAULT;

}
