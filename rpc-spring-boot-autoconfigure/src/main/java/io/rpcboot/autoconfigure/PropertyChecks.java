package io.rpcboot.autoconfigure;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

import io.rpcboot.message.TraceKeyword;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.zeromq.CurveKeys;
import io.rpcboot.zeromq.ZeroMqAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Checks values that servers and clients have in common. What is wrong is told with the
 * name of its property.
 */
final class PropertyChecks {

	private static final DataSize MAX_MESSAGE_SIZE = DataSize.ofGigabytes(1);

	static final String JEROMQ = "org.zeromq:jeromq:0.6.0";

	private static final String JEROMQ_CLASS = "org.zeromq.ZContext";

	// as long as its nanoseconds can be counted
	private static final Duration LONGEST = Duration.ofDays(36_525);

	private static final String DURATION = "a duration such as 5s";

	private static final String PARAMETER = "the name of a parameter, such as traceparent (letters, digits and _, "
			+ "no digit first, and none of Python's keywords)";

	private static final Pattern PYTHON_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

	private static final Set<String> PYTHON_KEYWORDS = Set.of("False", "None", "True", "and", "as", "assert", "async",
			"await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
			"global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
			"while", "with", "yield");

	private PropertyChecks() {
	}

	static int positive(String property, int value) {
		require(property, value > 0, value + " is not positive", "a number such as 100");
		return value;
	}

	static Duration positive(String property, Duration value) {
		require(property, value.toMillis() > 0, value.toMillis() + "ms is not positive", DURATION);
		require(property, value.compareTo(LONGEST) <= 0, value.toMillis() + "ms is more than 100 years", DURATION);
		return value;
	}

	static long positive(String property, DataSize value) {
		require(property, value.toBytes() > 0, value + " is not positive", "a size such as 256MB");
		return value.toBytes();
	}

	static int notNegative(String property, int value) {
		require(property, value >= 0, value + " is negative", "a number such as 3");
		return value;
	}

	static Duration notNegative(String property, Duration value) {
		return value.isZero() ? value : positive(property, value);
	}

	private static void require(String property, boolean valid, String problem, String example) {
		if (!valid) {
			throw new InvalidRpcConfigurationException("The value of %s is invalid: %s.".formatted(property, problem),
					"Set %s to %s, or leave it out.".formatted(property, example));
		}
	}

	static @Nullable TraceKeyword traceKeyword(String property, @Nullable String keyword) {
		if (!StringUtils.hasText(keyword)) {
			return null;
		}
		require(property, PYTHON_NAME.matcher(keyword).matches(), "'%s' is no name in Python".formatted(keyword),
				PARAMETER);
		require(property, !PYTHON_KEYWORDS.contains(keyword), "'%s' is a keyword in Python".formatted(keyword),
				PARAMETER);
		return new TraceKeyword(keyword);
	}

	static <T> Set<T> notEmpty(String property, Set<T> values) {
		if (values.isEmpty()) {
			throw new InvalidRpcConfigurationException("%s is empty.".formatted(property),
					"Name at least one of its values, or leave it out.");
		}
		return values;
	}

	static int messageSize(String property, DataSize size) {
		if (size.toBytes() < 1 || size.compareTo(MAX_MESSAGE_SIZE) > 0) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s is not between 1 byte and 1 GB.".formatted(property, size),
					"Set %s to a size such as 64MB.".formatted(property));
		}
		return (int) size.toBytes();
	}

	static AuthKey authkey(String property, String key) {
		try {
			return AuthKey.parse(key);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s.".formatted(property, ex.getMessage()),
					"Set %s to a text, or to 'base64:' and the key's bytes in Base64.".formatted(property), ex);
		}
	}

	static byte[] curveKey(String property, String key) {
		try {
			return CurveKeys.parse(key);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s.".formatted(property, ex.getMessage()),
					"Set %s to a key as zmq.curve_keypair() in Python makes it, in quotes.".formatted(property), ex);
		}
	}

	static Set<PosixFilePermission> permissions(String property, String text) {
		try {
			return PosixFilePermissions.fromString(text.trim());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: '%s' are no permissions.".formatted(property, text),
					"Set %s to nine characters, such as rw-rw---- for the owner and the group.".formatted(property),
					ex);
		}
	}

	static Address address(String property, String text, String action) {
		boolean zeroMq = ZeroMqAddress.isZeroMq(text);
		if (zeroMq && !ClassUtils.isPresent(JEROMQ_CLASS, null)) {
			throw new InvalidRpcConfigurationException(
					"%s is %s, and JeroMQ, which calls over ZeroMQ need, is not on the class path.".formatted(property,
							text),
					"Add the dependency %s, or set %s to the address of a socket, such as 127.0.0.1:17000."
						.formatted(JEROMQ, property));
		}
		try {
			return zeroMq ? ZeroMqAddress.parse(text) : Address.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s.".formatted(property, ex.getMessage()),
					zeroMq ? "Set %s to zmq:tcp://, host and port.".formatted(property)
							: "Set %s to host and port%s".formatted(property, action),
					ex);
		}
	}

}
