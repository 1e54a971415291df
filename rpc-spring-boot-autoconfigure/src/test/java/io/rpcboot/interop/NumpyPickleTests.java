package io.rpcboot.interop;

import java.util.HexFormat;
import java.util.List;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.pickle.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pickles of numpy's arrays and scalars, fresh from the interpreters that have it.
 */
class NumpyPickleTests {

	private static final JsonMapper JSON = new JsonMapper();

	@WithEveryNumpy
	void whatNumpyPicklesIsReadOrRefusedWithAnAdvice(Interpreter python) {
		try (PythonProcess process = PythonProcess.start(python, "numpy_pickles.py", List.of(), "")) {
			List<JsonNode> rows = process.output().stream().map(JSON::readTree).toList();
			assertThat(rows).hasSizeGreaterThan(400);
			assertThat(rows).filteredOn((row) -> !read(row).equals(row.get(1).stringValue()))
				.extracting((row) -> row.get(0).stringValue() + ": " + read(row))
				.isEmpty();
		}
	}

	private static String read(JsonNode row) {
		try {
			return Shown.read(HexFormat.of().parseHex(row.get(2).stringValue()));
		}
		catch (RpcProtocolException ex) {
			String problem = String.valueOf(ex.getMessage());
			return "!" + problem.replaceFirst("^the pickle is refused at byte \\d+: (numpy[\\w.]+: )?", "");
		}
	}

}
