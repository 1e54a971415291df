package io.rpcboot.autoconfigure;

import java.time.Duration;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;

import org.springframework.util.unit.DataSize;

/**
 * Checks values that servers and clients have in common. What is wrong is told with the
 * name of its property.
 */
final class PropertyChecks {

	private static final DataSize MAX_MESSAGE_SIZE = DataSize.ofGigabytes(1);

	private PropertyChecks() {
	}

	static int positive(String property, int value) {
		requirePositive(property, value > 0, String.valueOf(value), "a number such as 100");
		return value;
	}

	static Duration positive(String property, Duration value) {
		requirePositive(property, value.toMillis() > 0, value.toMillis() + "ms", "a duration such as 5s");
		return value;
	}

	private static void requirePositive(String property, boolean positive, String value, String example) {
		if (!positive) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s is not positive.".formatted(property, value),
					"Set %s to %s, or leave it out.".formatted(property, example));
		}
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

	static Address address(String property, String text, String action) {
		try {
			return Address.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcConfigurationException(
					"The value of %s is invalid: %s.".formatted(property, ex.getMessage()),
					"Set %s to host and port%s".formatted(property, action), ex);
		}
	}

}
