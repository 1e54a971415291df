package io.rpcboot.message;

import java.lang.reflect.Type;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;

/**
 * A Java type that values are read into, prepared once by {@link JsonCodec#type}.
 */
public final class ValueType {

	private final Type type;

	private final ObjectReader reader;

	ValueType(Type type, ObjectReader reader) {
		this.type = type;
		this.reader = reader;
	}

	/**
	 * Gives the Java type.
	 * @return the type
	 */
	public Type type() {
		return this.type;
	}

	ObjectReader reader() {
		return this.reader;
	}

	@Override
	public String toString() {
		return (this.type instanceof JavaType resolved) ? resolved.toCanonical() : this.type.getTypeName();
	}

}
