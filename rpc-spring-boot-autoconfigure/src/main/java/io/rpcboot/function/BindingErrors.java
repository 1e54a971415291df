package io.rpcboot.function;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.rpcboot.function.FunctionParameter.Kind;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;

/**
 * The messages of Python's own TypeErrors for arguments that do not fit a signature.
 */
final class BindingErrors {

	private final String function;

	private final List<FunctionParameter> parameters;

	BindingErrors(String function, List<FunctionParameter> parameters) {
		this.function = function;
		this.parameters = parameters;
	}

	CallRefusedException unexpectedKeyword(String keyword) {
		return refused("got an unexpected keyword argument '%s'".formatted(keyword));
	}

	CallRefusedException multipleValues(String name) {
		return refused("got multiple values for argument '%s'".formatted(name));
	}

	CallRefusedException tooMany(int given, int keywordOnly) {
		long most = this.parameters.stream().filter((parameter) -> parameter.kind().positional()).count();
		long least = this.parameters.stream()
			.filter((parameter) -> parameter.kind().positional() && parameter.required())
			.count();
		String takes = (least < most) ? "from %d to %d".formatted(least, most) : String.valueOf(most);
		String keywords = (keywordOnly == 0) ? "" : " positional argument%s (and %d keyword-only argument%s)"
			.formatted(plural(given), keywordOnly, plural(keywordOnly));
		return refused(
				"takes %s positional argument%s but %d%s %s given".formatted(takes, (least < most) ? "s" : plural(most),
						given, keywords, (given == 1 && keywordOnly == 0) ? "was" : "were"));
	}

	CallRefusedException missing(IntPredicate unset) {
		List<String> positional = names(unset, false);
		return positional.isEmpty() ? missing("keyword-only", names(unset, true)) : missing("positional", positional);
	}

	private CallRefusedException missing(String kind, List<String> names) {
		return refused("missing %d required %s argument%s: %s".formatted(names.size(), kind, plural(names.size()),
				enumerate(names)));
	}

	private List<String> names(IntPredicate unset, boolean keywordOnly) {
		return IntStream.range(0, this.parameters.size())
			.filter((index) -> unset.test(index) && this.parameters.get(index).required())
			.mapToObj(this.parameters::get)
			.filter((parameter) -> (parameter.kind() == Kind.KEYWORD_ONLY) == keywordOnly)
			.map((parameter) -> "'" + parameter.name() + "'")
			.toList();
	}

	private static String enumerate(List<String> names) {
		int last = names.size() - 1;
		if (last < 2) {
			return String.join(" and ", names);
		}
		return String.join(", ", names.subList(0, last)) + ", and " + names.get(last);
	}

	private static String plural(long count) {
		return (count != 1) ? "s" : "";
	}

	private CallRefusedException refused(String problem) {
		return new CallRefusedException(Reason.ARGUMENTS, this.function + "() " + problem);
	}

}
