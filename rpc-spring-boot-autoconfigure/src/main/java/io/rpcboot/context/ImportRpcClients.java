package io.rpcboot.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.rpcboot.RpcClient;

import org.springframework.context.annotation.Import;

/**
 * Makes beans of clients that are not in the packages which Spring Boot scans.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(ImportRpcClientsRegistrar.class)
public @interface ImportRpcClients {

	/**
	 * Packages with interfaces that are annotated with {@link RpcClient}.
	 * @return their names
	 */
	String[] basePackages() default {};

	/**
	 * Interfaces. Those without {@link RpcClient} get the client's name from
	 * {@link #client()}, or else from their own.
	 * @return the interfaces
	 */
	Class<?>[] types() default {};

	/**
	 * The client's name for the {@link #types()} that have none.
	 * @return the name
	 */
	String client() default "";

}
