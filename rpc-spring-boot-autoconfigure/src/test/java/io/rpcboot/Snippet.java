package io.rpcboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example in the documentation.
 *
 * @param place its file and the number of its first line
 * @param language what it is written in
 * @param text the text
 */
public record Snippet(String place, String language, String text) {

	private static final Pattern FENCE = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	/**
	 * Finds those of a language.
	 * @param language the language, as Markdown names it
	 * @return the snippets of the README and of {@code docs}
	 */
	public static Stream<Snippet> in(String language) {
		Path root = Path.of("..");
		try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
			List<Path> pages = Stream.concat(Stream.of(root.resolve("README.md")), docs.sorted())
				.filter((page) -> page.toString().endsWith(".md"))
				.toList();
			return pages.stream().flatMap(Snippet::read).filter((snippet) -> snippet.language().equals(language));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Snippet> read(Path page) {
		List<Snippet> snippets = new ArrayList<>();
		try {
			String text = Files.readString(page);
			Matcher matcher = FENCE.matcher(text);
			while (matcher.find()) {
				long line = text.substring(0, matcher.start()).lines().count() + 2;
				snippets.add(new Snippet(page.getFileName() + ":" + line, matcher.group(1), matcher.group(2)));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return snippets.stream();
	}

	@Override
	public String toString() {
		return this.place;
	}

}
