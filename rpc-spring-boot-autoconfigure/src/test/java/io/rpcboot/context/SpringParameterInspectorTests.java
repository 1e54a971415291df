package io.rpcboot.context;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpringParameterInspector}.
 */
class SpringParameterInspectorTests {

	private static final String SOURCE = """
			package com.example;

			public class %s {

				@io.rpcboot.RpcFunction
				public int %s(int x, @io.rpcboot.RpcParam(name = "y") int y) {
					return x - y;
				}

			}
			""";

	@TempDir
	private Path directory;

	@Test
	void whenClassWasCompiledWithoutParameterNamesThenItsArgumentsArePositionalAndOneWarningSaysSo() throws Exception {
		compile("First", "first");
		compile("Second", "second");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.directory.toUri().toURL() },
				getClass().getClassLoader()); LogCapture log = LogCapture.of(SpringParameterInspector.class)) {
			ServerRunner.listening().withInitializer((context) -> {
				define((GenericApplicationContext) context, "first", loader);
				define((GenericApplicationContext) context, "second", loader);
			}).run((context) -> {
				assertThat(Functions.signatures(context)).containsExactly("first(arg0: int, /, y: int) -> int",
						"second(arg0: int, /, y: int) -> int");
				assertThat(Functions.call(context, "[\"first\", [3], {\"y\": 1}]")).isEqualTo("2");
				assertThat(Functions.call(context, "[\"first\", [], {\"x\": 3, \"y\": 1}]"))
					.isEqualTo("TypeError: first() got an unexpected keyword argument 'x'");
			});
			assertThat(log.lines()).containsExactly("WARN com.example.First was compiled without parameter names "
					+ "(javac -parameters): its functions can be called with positional arguments only. "
					+ "Others may follow without a warning");
		}
	}

	private void compile(String type, String function) throws Exception {
		Path source = this.directory.resolve(type + ".java");
		Files.writeString(source, SOURCE.formatted(type, function));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		int result = compiler.run(null, null, null, "-proc:none", "-d", this.directory.toString(), "-cp",
				Path.of(RpcFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(),
				source.toString());
		assertThat(result).isZero();
	}

	private static void define(GenericApplicationContext context, String name, ClassLoader loader) {
		try {
			Class<?> type = loader
				.loadClass("com.example." + Character.toUpperCase(name.charAt(0)) + name.substring(1));
			context.registerBeanDefinition(name, BeanDefinitionBuilder.rootBeanDefinition(type).getBeanDefinition());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
