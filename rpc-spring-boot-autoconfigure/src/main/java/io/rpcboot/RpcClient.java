package io.rpcboot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an interface a client: a bean whose methods call functions of another program.
 * Where the program is, and its authkey, are configured under {@code rpc.client.<name>}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RpcClient {

	/**
	 * The client's name: small letters, digits and hyphens. By default that of the
	 * interface, with hyphens between its words: {@code order-service} for
	 * {@code OrderService}.
	 * @return the name
	 */
	String value() default "";

}
