package io.rpcboot.function;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.rpcboot.function.FunctionParameter.Kind;
import io.rpcboot.message.Arguments;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import io.rpcboot.message.ConversionException;
import io.rpcboot.message.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Binds a call's arguments to a function's parameters as Python does, and complains in
 * Python's words where they do not fit.
 */
final class ArgumentBinder {

	private static final Object UNSET = new Object();

	private final String function;

	private final FunctionParameter[] parameters;

	private final int[] positional;

	private final int varPositional;

	private final int varKeyword;

	private final Map<String, Integer> byName = new HashMap<>();

	private final BindingErrors errors;

	ArgumentBinder(String function, Signature signature) {
		this.function = function;
		this.parameters = signature.parameters().toArray(FunctionParameter[]::new);
		List<Integer> byPosition = new ArrayList<>();
		int args = -1;
		int kwargs = -1;
		for (int i = 0; i < this.parameters.length; i++) {
			Kind kind = this.parameters[i].kind();
			if (kind.positional()) {
				byPosition.add(i);
			}
			if (kind == Kind.POSITIONAL_OR_KEYWORD || kind == Kind.KEYWORD_ONLY) {
				this.byName.put(this.parameters[i].name(), i);
			}
			args = (kind == Kind.VAR_POSITIONAL) ? i : args;
			kwargs = (kind == Kind.VAR_KEYWORD) ? i : kwargs;
		}
		this.positional = byPosition.stream().mapToInt(Integer::intValue).toArray();
		this.varPositional = args;
		this.varKeyword = kwargs;
		this.errors = new BindingErrors(function, signature.parameters());
	}

	/**
	 * Binds arguments.
	 * @param arguments the arguments of a call, read to their end
	 * @return the values in the order of the Java method
	 * @throws CallRefusedException if they are too many, too few, of wrong names, or do
	 * not fit the types of their parameters
	 */
	@Nullable Object[] bind(Arguments arguments) {
		@Nullable Object[] values = new @Nullable Object[this.parameters.length];
		java.util.Arrays.fill(values, UNSET);
		int given = bindPositional(arguments, values);
		int keywordOnly = bindKeywords(arguments, values);
		if (given > this.positional.length && this.varPositional < 0) {
			throw this.errors.tooMany(given, keywordOnly);
		}
		fillIn(values);
		return values;
	}

	private int bindPositional(Arguments arguments, @Nullable Object[] values) {
		int given = 0;
		List<@Nullable Object> rest = new ArrayList<>(0);
		while (arguments.nextPositional()) {
			if (given < this.positional.length) {
				int index = this.positional[given];
				values[index] = read(arguments, this.parameters[index].type(), this.parameters[index].name());
			}
			else if (this.varPositional >= 0) {
				FunctionParameter parameter = this.parameters[this.varPositional];
				rest.add(read(arguments, parameter.type(), parameter.name() + "[" + rest.size() + "]"));
			}
			else {
				arguments.skip();
			}
			given++;
		}
		if (this.varPositional >= 0) {
			values[this.varPositional] = toArray(rest, this.parameters[this.varPositional].rawType());
		}
		return given;
	}

	private static Object toArray(List<@Nullable Object> elements, Class<?> arrayType) {
		Object array = Array.newInstance(arrayType.getComponentType(), elements.size());
		for (int i = 0; i < elements.size(); i++) {
			Array.set(array, i, elements.get(i));
		}
		return array;
	}

	private int bindKeywords(Arguments arguments, @Nullable Object[] values) {
		int keywordOnly = 0;
		Map<String, @Nullable Object> rest = new LinkedHashMap<>(0);
		for (String keyword = arguments.nextKeyword(); keyword != null; keyword = arguments.nextKeyword()) {
			Integer index = this.byName.get(keyword);
			if (index == null) {
				bindUnnamed(arguments, keyword, rest);
				continue;
			}
			if (values[index] != UNSET) {
				throw this.errors.multipleValues(keyword);
			}
			values[index] = read(arguments, this.parameters[index].type(), keyword);
			keywordOnly += (this.parameters[index].kind() == Kind.KEYWORD_ONLY) ? 1 : 0;
		}
		if (this.varKeyword >= 0) {
			values[this.varKeyword] = rest;
		}
		return keywordOnly;
	}

	private void bindUnnamed(Arguments arguments, String keyword, Map<String, @Nullable Object> rest) {
		if (this.varKeyword < 0) {
			throw this.errors.unexpectedKeyword(keyword);
		}
		if (rest.containsKey(keyword)) {
			throw this.errors.multipleValues(keyword);
		}
		rest.put(keyword, read(arguments, this.parameters[this.varKeyword].type(), keyword));
	}

	private @Nullable Object read(Arguments arguments, ValueType type, String name) {
		try {
			return arguments.read(type);
		}
		catch (ConversionException ex) {
			throw new CallRefusedException(Reason.ARGUMENTS,
					ex.describe("%s() argument '%s'".formatted(this.function, name)), ex);
		}
	}

	private void fillIn(@Nullable Object[] values) {
		boolean missing = false;
		for (int i = 0; i < values.length; i++) {
			if (values[i] == UNSET) {
				var defaultValue = this.parameters[i].defaultValue();
				if (defaultValue != null) {
					values[i] = defaultValue.get();
				}
				missing |= defaultValue == null;
			}
		}
		if (missing) {
			throw this.errors.missing((index) -> values[index] == UNSET);
		}
	}

}
