package io.rpcboot.message;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a method's parameter.
 *
 * @param name its name, or {@code null} if the class was compiled without names
 * @param type its type, without type variables
 * @param annotations its annotations
 * @param optional whether it may be left out because it can hold nothing
 */
public record ParameterInfo(@Nullable String name, Type type, AnnotatedElement annotations, boolean optional) {

}
