package io.rpcboot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Finds names that no property has: a limit whose name is misspelt would not hold, and
 * nobody would know. Environment variables and system properties are left alone, as
 * Spring Boot does, since they belong to others too.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	/**
	 * Checks all names below a prefix.
	 * @param environment what is set
	 * @param prefix where to look
	 * @param target what is bound there: an object, or a map of objects
	 * @throws InvalidRpcConfigurationException if there is no such property; its value,
	 * which may be a key, is not told
	 */
	static void check(Environment environment, String prefix, Bindable<?> target) {
		try {
			Binder.get(environment)
				.bind(prefix, target,
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw unknown(unbound.getUnboundProperties().iterator().next(), prefix, target.getType());
			}
			throw ex;
		}
	}

	private static InvalidRpcConfigurationException unknown(ConfigurationProperty property, String prefix,
			ResolvableType target) {
		ConfigurationPropertyName name = property.getName();
		boolean map = target.hasGenerics();
		Class<?> type = (map ? target.getGeneric(1) : target).toClass();
		int depth = ConfigurationPropertyName.of(prefix).getNumberOfElements() + (map ? 1 : 0);
		Class<?> nested = group(type, name, depth);
		while (nested != null) {
			type = nested;
			depth++;
			nested = group(type, name, depth);
		}
		return new InvalidRpcConfigurationException(
				"There is no property %s (origin: %s).".formatted(name, property.getOrigin()),
				"Correct or remove it. Below %s there are: %s.".formatted(name.chop(depth), names(type)));
	}

	private static @Nullable Class<?> group(Class<?> type, ConfigurationPropertyName name, int depth) {
		if (depth + 1 >= name.getNumberOfElements()) {
			return null;
		}
		String element = name.getElement(depth, Form.DASHED);
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.filter((property) -> property.getWriteMethod() == null && dashed(property).equals(element))
			.findFirst()
			.<Class<?>>map(PropertyDescriptor::getPropertyType)
			.orElse(null);
	}

	private static String names(Class<?> type) {
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
			.map(PropertyNames::dashed)
			.filter((name) -> !name.equals("class"))
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static String dashed(PropertyDescriptor property) {
		return DataObjectPropertyName.toDashedForm(property.getName());
	}

}
