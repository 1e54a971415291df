package io.rpcboot.message;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.rpcboot.pickle.PickleWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Has a mapper leave alone the values that pickles have a type for: they are passed on as
 * embedded objects, where JSON would have text or arrays.
 */
final class PickleSerializers extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier bean,
			ValueSerializer<?> serializer) {
		return modify(bean.getBeanClass(), serializer);
	}

	@Override
	public ValueSerializer<?> modifyArraySerializer(SerializationConfig config, ArrayType type,
			BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
		return modify(type.getRawClass(), serializer);
	}

	@Override
	public ValueSerializer<?> modifyCollectionSerializer(SerializationConfig config, CollectionType type,
			BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
		return modify(type.getRawClass(), serializer);
	}

	@Override
	public ValueSerializer<?> modifyMapSerializer(SerializationConfig config, MapType type,
			BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
		return modify(type.getRawClass(), serializer);
	}

	private static ValueSerializer<?> modify(Class<?> type, ValueSerializer<?> serializer) {
		return PickleWriter.writes(type) ? new Embedding(type, serializer) : serializer;
	}

	/**
	 * Writes values as they are, unless a property says how it wants them.
	 */
	private static final class Embedding extends ValueSerializer<Object> {

		private final Class<?> type;

		private final ValueSerializer<?> original;

		Embedding(Class<?> type, ValueSerializer<?> original) {
			this.type = type;
			this.original = original;
		}

		@Override
		public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
			return (property != null && isFormatted(property))
					? context.handleSecondaryContextualization(this.original, property) : this;
		}

		private boolean isFormatted(BeanProperty property) {
			return property.getAnnotation(JsonFormat.class) != null
					// the entries are properties of the object around them
					|| (property.getAnnotation(JsonAnyGetter.class) != null && Map.class.isAssignableFrom(this.type));
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			generator.writeEmbeddedObject(value);
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer typeSerializer) {
			generator.writeEmbeddedObject(value);
		}

	}

}
