package io.rpcboot.interop;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.rpcboot.Snippet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples in Python compile. What they do is tested where it belongs.
 */
class PythonSnippetTests {

	private static final String COMPILE = "import sys; compile(sys.argv[1], sys.argv[2], 'exec')";

	static Stream<Snippet> snippets() {
		return Snippet.in("python");
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void whenTheDocumentationHasAnExampleThenItCompiles(Snippet snippet) throws Exception {
		Interpreter newest = Interpreters.all().get(Interpreters.all().size() - 1);
		Process process = new ProcessBuilder(newest.executable().toString(), "-c", COMPILE, snippet.text(),
				snippet.place())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
	}

}
