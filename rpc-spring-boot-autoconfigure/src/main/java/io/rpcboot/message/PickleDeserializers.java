package io.rpcboot.message;

import java.nio.charset.StandardCharsets;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.ArrayType;

/**
 * Has a mapper tell texts, bytes and arrays of numbers apart, which it would convert into
 * each other: in JSON bytes are text.
 */
final class PickleDeserializers extends ValueDeserializerModifier {

	/**
	 * An attribute of readers: whether text may have been bytes, which Python 2.7 does
	 * not tell apart.
	 */
	static final String TEXT_MAY_BE_BYTES = PickleDeserializers.class.getName() + ".textMayBeBytes";

	private static final long serialVersionUID = 1L;

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier bean,
			ValueDeserializer<?> deserializer) {
		return (bean.getBeanClass() == String.class) ? new Refusing(deserializer, JsonToken.VALUE_EMBEDDED_OBJECT)
				: deserializer;
	}

	@Override
	public ValueDeserializer<?> modifyArrayDeserializer(DeserializationConfig config, ArrayType type,
			BeanDescription.Supplier bean, ValueDeserializer<?> deserializer) {
		if (type.hasRawClass(byte[].class)) {
			return new Bytes(new Refusing(deserializer, JsonToken.VALUE_STRING));
		}
		return type.getContentType().isPrimitive() ? new Refusing(deserializer, JsonToken.VALUE_EMBEDDED_OBJECT)
				: deserializer;
	}

	private static final class Refusing extends DelegatingDeserializer {

		private final JsonToken refused;

		Refusing(ValueDeserializer<?> delegatee, JsonToken refused) {
			super(delegatee);
			this.refused = refused;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegatee) {
			return new Refusing(delegatee, this.refused);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			return (parser.currentToken() == this.refused) ? context.handleUnexpectedToken(handledType(), parser)
					: super.deserialize(parser, context);
		}

	}

	private static final class Bytes extends DelegatingDeserializer {

		Bytes(ValueDeserializer<?> delegatee) {
			super(delegatee);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegatee) {
			return new Bytes(delegatee);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() == JsonToken.VALUE_STRING
					&& Boolean.TRUE.equals(context.getAttribute(TEXT_MAY_BE_BYTES))) {
				return parser.getString().getBytes(StandardCharsets.UTF_8);
			}
			return super.deserialize(parser, context);
		}

	}

}
