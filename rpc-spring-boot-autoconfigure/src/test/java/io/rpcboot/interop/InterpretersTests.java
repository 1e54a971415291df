package io.rpcboot.interop;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InterpretersTests {

	private static final List<Interpreter> INSTALLED = List.of(interpreter("2.7.18"), interpreter("3.1.5"),
			interpreter("3.13.0"), interpreter("3.13.1"));

	@Test
	void whenNoneAreNamedAllAreTaken() {
		assertThat(Interpreters.select(INSTALLED, "")).isEqualTo(INSTALLED);
	}

	@Test
	void whenSomeAreNamedOnlyTheseAreTaken() {
		assertThat(Interpreters.select(INSTALLED, "2.7, 3.13")).extracting(Interpreter::version)
			.containsExactly("2.7.18", "3.13.0", "3.13.1");
		assertThat(Interpreters.select(INSTALLED, "3.1 3.13.1")).extracting(Interpreter::version)
			.containsExactly("3.1.5", "3.13.1");
	}

	@Test
	void whenOneThatIsNamedIsMissingTheTestsFail() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> Interpreters.select(INSTALLED, "2.7 3.8 3.13.2"))
			.withMessage(
					"No CPython 3.8, 3.13.2 in the versions of pyenv or on the path, only: 2.7.18, 3.1.5, 3.13.0, 3.13.1");
	}

	@Test
	void whenThereIsNoneTheTestsFail() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Interpreters.select(List.of(), ""))
			.withMessage("No CPython in the versions of pyenv or on the path");
	}

	private static Interpreter interpreter(String version) {
		return new Interpreter(version, Path.of("python" + version));
	}

}
