package io.rpcboot.function;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Short names of types, for people.
 */
final class TypeNames {

	private TypeNames() {
	}

	static String of(Type type) {
		if (type instanceof Class<?> rawType) {
			return rawType.getSimpleName();
		}
		if (type instanceof ParameterizedType parameterized) {
			return Arrays.stream(parameterized.getActualTypeArguments())
				.map(TypeNames::of)
				.collect(Collectors.joining(", ", of(parameterized.getRawType()) + "<", ">"));
		}
		if (type instanceof GenericArrayType array) {
			return of(array.getGenericComponentType()) + "[]";
		}
		return (type instanceof WildcardType) ? "?" : type.getTypeName();
	}

}
