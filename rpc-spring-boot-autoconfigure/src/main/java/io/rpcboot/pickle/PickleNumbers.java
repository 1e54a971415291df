package io.rpcboot.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The numbers that Python makes by calling a class.
 */
final class PickleNumbers {

	private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

	private static final Pattern FRACTION = Pattern.compile("-?[0-9]+(/[0-9]+)?");

	private PickleNumbers() {
	}

	static Complex complex(Tuple args) {
		if (args.size() == 2 && args.get(0) instanceof Double real && args.get(1) instanceof Double imaginary) {
			return new Complex(real, imaginary);
		}
		throw PickleSymbols.unexpected();
	}

	static Number decimal(Tuple args) {
		if (args.size() == 1 && args.get(0) instanceof String text) {
			return decimal(text);
		}
		throw PickleSymbols.unexpected();
	}

	private static Number decimal(String text) {
		return switch (text) {
			case "NaN", "-NaN" -> Double.NaN;
			case "Infinity" -> Double.POSITIVE_INFINITY;
			case "-Infinity" -> Double.NEGATIVE_INFINITY;
			default -> finite(text);
		};
	}

	private static BigDecimal finite(String text) {
		PickleText.checkLength(text);
		if (!DECIMAL.matcher(text).matches()) {
			throw new IllegalArgumentException("it is not written as a number");
		}
		return checkDigits(new BigDecimal(text));
	}

	private static BigDecimal checkDigits(BigDecimal decimal) {
		if (Math.abs((long) decimal.scale()) > PickleText.MAX_DIGITS) {
			throw new IllegalArgumentException("it has more than %d digits".formatted(PickleText.MAX_DIGITS));
		}
		return decimal;
	}

	// from Python 3.11 on two ints, before that a text
	static Fraction fraction(Tuple args) {
		if (args.size() == 1 && args.get(0) instanceof String text) {
			if (!FRACTION.matcher(text).matches()) {
				throw new IllegalArgumentException("it is not written as a fraction");
			}
			String[] parts = text.split("/", 2);
			return fraction(PickleText.integer(parts[0]), (parts.length == 2) ? PickleText.integer(parts[1]) : 1L);
		}
		if (args.size() == 2) {
			return fraction(args.get(0), args.get(1));
		}
		throw PickleSymbols.unexpected();
	}

	private static Fraction fraction(@Nullable Object numerator, @Nullable Object denominator) {
		BigInteger divisor = integer(denominator);
		if (divisor.signum() <= 0) {
			throw PickleSymbols.unexpected();
		}
		return new Fraction(integer(numerator), divisor);
	}

	/**
	 * Gives an int in its larger form.
	 * @param value a Long or a BigInteger
	 * @return the number
	 */
	static BigInteger integer(@Nullable Object value) {
		if (value instanceof Long number) {
			return BigInteger.valueOf(number);
		}
		if (value instanceof BigInteger number) {
			return number;
		}
		throw PickleSymbols.unexpected();
	}

}
