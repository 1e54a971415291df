package io.rpcboot.client;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads durations as they are written in annotations: {@code 500ms}, {@code 10s},
 * {@code 2m}.
 */
final class Durations {

	// as long as its nanoseconds can be counted
	private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,7})(ms|s|m)");

	private Durations() {
	}

	/**
	 * Reads a duration.
	 * @param text the text
	 * @return the duration, which is positive, or {@code null} if the text is something
	 * else
	 */
	static @Nullable Duration parse(String text) {
		Matcher matcher = FORM.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "ms" -> Duration.ofMillis(amount);
			case "s" -> Duration.ofSeconds(amount);
			default -> Duration.ofMinutes(amount);
		};
	}

}
