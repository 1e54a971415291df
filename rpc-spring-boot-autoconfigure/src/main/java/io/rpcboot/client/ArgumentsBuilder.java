package io.rpcboot.client;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.client.ClientMethod.Kind;
import io.rpcboot.client.ClientMethod.Parameter;
import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.MessageFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which values go by position, and which by keyword. An empty {@link Optional}
 * is left out, so that the function's own default applies; what follows it goes by
 * keyword then; and where the format does not mix both everything does that has a name.
 */
final class ArgumentsBuilder {

	private final MessageFormat format;

	private final List<@Nullable Object> positional = new ArrayList<>();

	private final List<String> names = new ArrayList<>();

	private final Map<String, @Nullable Object> keywords = new LinkedHashMap<>(0);

	private @Nullable String leftOut;

	ArgumentsBuilder(MessageFormat format) {
		this.format = format;
	}

	/**
	 * Adds a value.
	 * @param parameter the parameter whose value it is
	 * @param value the value
	 * @throws RpcEncodingException if Python has no way to pass it together with those
	 * that were added
	 */
	void add(Parameter parameter, @Nullable Object value) {
		if (!(value instanceof Optional<?> optional)) {
			pass(parameter, value);
		}
		else if (optional.isPresent()) {
			pass(parameter, optional.get());
		}
		else if (parameter.kind() == Kind.POSITIONAL) {
			this.leftOut = parameter.name();
		}
	}

	private void pass(Parameter parameter, @Nullable Object value) {
		switch (parameter.kind()) {
			case POSITIONAL -> passByPosition(parameter.name(), value);
			case KEYWORD -> passByKeyword(parameter.name(), value);
			case VARARGS -> spread(value);
			case KWARGS -> {
				if (value instanceof Map<?, ?> map) {
					map.forEach((name, entry) -> passByKeyword(String.valueOf(name), entry));
				}
			}
		}
	}

	private void passByPosition(String name, @Nullable Object value) {
		if (this.leftOut == null) {
			this.positional.add(value);
			this.names.add(name);
		}
		else {
			passByKeyword(name, value);
		}
	}

	private void passByKeyword(String name, @Nullable Object value) {
		if (this.keywords.containsKey(name)) {
			throw new RpcEncodingException("there are two values for the keyword '%s'".formatted(name), Executed.NO,
					null);
		}
		this.keywords.put(name, value);
	}

	private void spread(@Nullable Object array) {
		int length = (array != null) ? Array.getLength(array) : 0;
		if (length > 0 && this.leftOut != null) {
			throw new RpcEncodingException(
					"'%s' cannot be left out, because values without a keyword follow".formatted(this.leftOut),
					Executed.NO, null);
		}
		for (int i = 0; i < length; i++) {
			this.positional.add(Array.get(array, i));
		}
	}

	Arguments build() {
		boolean mixed = !this.positional.isEmpty() && !this.keywords.isEmpty();
		if (!mixed || this.format.mixesArguments()) {
			return new ArgumentValues(this.positional, this.keywords);
		}
		if (this.names.size() < this.positional.size()) {
			throw new RpcEncodingException(
					"varargs and arguments by keyword do not go together in the format %s".formatted(this.format),
					Executed.NO, null);
		}
		Map<String, @Nullable Object> named = new LinkedHashMap<>();
		for (int i = 0; i < this.names.size(); i++) {
			named.put(this.names.get(i), this.positional.get(i));
		}
		named.putAll(this.keywords);
		return new ArgumentValues(List.of(), named);
	}

}
