package io.rpcboot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets other programs call a bean's method; on a method of a client's interface, tells
 * how it is called.
 * <p>
 * On a class: its public methods, without those of {@link Object}, of callback interfaces
 * of Spring and the JDK, and of {@code @PostConstruct} and {@code @PreDestroy}. On an
 * interface: its methods, on every bean that implements it. Where the bean is behind a
 * JDK proxy only methods of its interfaces can be called.
 * <p>
 * Names are unique in an application: an overloaded method needs a name of its own.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.TYPE })
public @interface RpcFunction {

	/**
	 * The function's name; by default the method's. On a type: a prefix for the names of
	 * its methods, which a dot separates ({@code orders} gives {@code orders.price}).
	 * @return the name
	 */
	String value() default "";

	/**
	 * What the function does, for those who ask for a description of the functions.
	 * @return a sentence or a few, by default none
	 */
	String description() default "";

	/**
	 * How long a call by a client may take in all, such as {@code 500ms} or {@code 10s}.
	 * By default as long as is configured for the client.
	 * @return the duration
	 */
	String timeout() default "";

	/**
	 * Whether a client may repeat a call of which it is not known whether it was
	 * executed.
	 * @return whether executing it twice does no harm
	 */
	boolean idempotent() default false;

	/**
	 * Whether a client does not wait for the result. Failures are logged. The method
	 * returns {@code void}.
	 * @return whether the result is of no interest
	 */
	boolean oneWay() default false;

}
