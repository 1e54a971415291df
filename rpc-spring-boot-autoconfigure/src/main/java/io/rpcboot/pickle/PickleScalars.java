package io.rpcboot.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Writes what holds no other values: numbers, texts, times, and arrays of numbers.
 */
final class PickleScalars {

	private static final Map<Class<?>, BiConsumer<PickleOutput, Object>> WRITERS = new HashMap<>();
	static {
		add(String.class, PickleOutput::text);
		add(Character.class, (output, value) -> output.text(value.toString()));
		add(char[].class, (output, value) -> output.text(new String(value)));
		add(Boolean.class, PickleOutput::bool);
		add(Byte.class, PickleOutput::integer);
		add(Short.class, PickleOutput::integer);
		add(Integer.class, PickleOutput::integer);
		add(Long.class, PickleOutput::integer);
		add(BigInteger.class, PickleOutput::integer);
		add(Float.class, (output, value) -> output.floatingPoint(value));
		add(Double.class, PickleOutput::floatingPoint);
		add(byte[].class, PickleOutput::bytes);
		add(boolean[].class, PickleScalars::list);
		add(short[].class, PickleArrayWriter::write);
		add(int[].class, PickleArrayWriter::write);
		add(long[].class, PickleArrayWriter::write);
		add(float[].class, PickleArrayWriter::write);
		add(double[].class, PickleArrayWriter::write);
		add(BigDecimal.class, (output, value) -> call(output, "decimal", "Decimal", value));
		add(Fraction.class, (output, value) -> call(output, "fractions", "Fraction",
				value.numerator() + "/" + value.denominator()));
		add(UUID.class, (output, value) -> call(output, "uuid", "UUID", value));
		add(Complex.class, PickleScalars::complex);
		add(LocalDate.class, PickleTimeWriter::date);
		add(LocalTime.class, PickleTimeWriter::time);
		add(LocalDateTime.class, PickleTimeWriter::dateTime);
		add(OffsetTime.class, PickleTimeWriter::time);
		add(OffsetDateTime.class, PickleTimeWriter::dateTime);
		add(ZonedDateTime.class, (output, value) -> PickleTimeWriter.dateTime(output, value.toOffsetDateTime()));
		add(Instant.class, (output, value) -> PickleTimeWriter.dateTime(output, value.atOffset(ZoneOffset.UTC)));
		add(Duration.class, PickleTimeWriter::duration);
		add(ZoneOffset.class, PickleTimeWriter::zone);
	}

	private PickleScalars() {
	}

	private static <T> void add(Class<T> type, BiConsumer<PickleOutput, T> writer) {
		WRITERS.put(type, (output, value) -> writer.accept(output, type.cast(value)));
	}

	/**
	 * Finds what writes the values of a type.
	 * @param type the type
	 * @return what writes them, or {@code null} if they are no scalars
	 */
	static @Nullable BiConsumer<PickleOutput, Object> writer(Class<?> type) {
		return WRITERS.get(type);
	}

	private static void list(PickleOutput output, boolean[] values) {
		output.opcode(']');
		output.opcode('(');
		for (boolean value : values) {
			output.bool(value);
		}
		output.opcode('e');
	}

	private static void complex(PickleOutput output, Complex value) {
		output.builtin("complex");
		output.floatingPoint(value.real());
		output.floatingPoint(value.imaginary());
		output.call(2);
	}

	private static void call(PickleOutput output, String module, String name, Object argument) {
		output.symbol(module, name);
		output.text(argument.toString());
		output.call(1);
	}

}
