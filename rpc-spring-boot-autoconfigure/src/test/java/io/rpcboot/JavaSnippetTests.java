package io.rpcboot;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples in Java compile.
 */
class JavaSnippetTests {

	// what the examples leave out, since it is the reader's
	private static final String BEFORE = """
			import io.rpcboot.*;
			import io.rpcboot.client.*;
			import io.rpcboot.function.*;
			import io.rpcboot.message.*;
			import io.rpcboot.observation.*;
			import io.micrometer.common.*;
			import java.time.*;
			import java.util.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.context.annotation.*;
			import org.springframework.resilience.annotation.*;
			import org.springframework.stereotype.*;

			class Example {

				record Quote(String sku, int quantity) { }

				RpcFunctionRegistry registry;

			""";

	static Stream<Snippet> snippets() {
		return Snippet.in("java");
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void whenTheDocumentationHasAnExampleThenItCompiles(Snippet snippet) {
		String text = snippet.text().replace("{ … }", "{ throw new UnsupportedOperationException(); }");
		String members = errors(BEFORE + text + "}");
		String statements = members.isEmpty() ? "" : errors(BEFORE + "void example() {" + text + "}}");
		assertThat(statements).as("%s, and as members: %s", snippet, members).isEmpty();
	}

	private static String errors(String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		List<String> options = List.of("-proc:none", "-implicit:none", "-XDshould-stop.ifNoError=FLOW");
		compiler.getTask(null, null, problems, options, null, List.of(file)).call();
		return problems.getDiagnostics()
			.stream()
			.filter((problem) -> problem.getKind() == Diagnostic.Kind.ERROR)
			.map(Diagnostic::toString)
			.collect(Collectors.joining("\n"));
	}

}
