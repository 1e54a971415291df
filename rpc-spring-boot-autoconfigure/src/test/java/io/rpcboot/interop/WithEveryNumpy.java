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
 * A test that runs once with each of the {@link NumpyInterpreters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@EnabledIf(value = "io.rpcboot.interop.NumpyInterpreters#areThere",
		disabledReason = "no CPython here has numpy: install python3-numpy")
@ParameterizedTest(name = "{0}")
@MethodSource("io.rpcboot.interop.NumpyInterpreters#all")
@interface WithEveryNumpy {

}
