package io.rpcboot.interop;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that runs once with each of the {@link ZeroMqInterpreters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@EnabledIf(value = "io.rpcboot.interop.ZeroMqInterpreters#areThere",
		disabledReason = "no CPython here has pyzmq: install python3-zmq")
@ParameterizedTest(name = "{0}")
@MethodSource("io.rpcboot.interop.ZeroMqInterpreters#all")
@interface WithEveryZeroMq {

}
