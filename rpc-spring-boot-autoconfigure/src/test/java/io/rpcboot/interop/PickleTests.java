package io.rpcboot.interop;

import java.util.HexFormat;
import java.util.List;

import io.rpcboot.pickle.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pickles of every built-in exception and of the types of values that are read, fresh
 * from the interpreters.
 */
class PickleTests {

	private static final JsonMapper JSON = new JsonMapper();

	@WithEveryPython
	void whatPythonPicklesIsRead(Interpreter python) {
		try (PythonProcess process = PythonProcess.start(python, "pickles.py", List.of(), "")) {
			List<JsonNode> rows = process.output().stream().map(JSON::readTree).toList();
			assertThat(rows).hasSizeGreaterThan(150);
			assertThat(rows).map((row) -> row.get(0).stringValue() + ": " + read(row))
				.isEqualTo(rows.stream()
					.map((row) -> row.get(0).stringValue() + ": " + row.get(1).stringValue())
					.toList());
		}
	}

	private static String read(JsonNode row) {
		return Shown.read(HexFormat.of().parseHex(row.get(2).stringValue()));
	}

}
