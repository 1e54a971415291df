package io.rpcboot.pickle;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Writes the types of Python's {@code datetime} module, in the form that
 * {@link PickleTimes} reads. What is less than a microsecond is cut off. Python 2.7 has
 * no zones: it gets text instead.
 */
final class PickleTimeWriter {

	private static final String MODULE = "datetime";

	private static final int MAX_YEAR = 9999;

	private static final long MAX_DAYS = 999_999_999;

	private PickleTimeWriter() {
	}

	static void date(PickleOutput output, LocalDate date) {
		output.symbol(MODULE, "date");
		output.bytes(pack(ByteBuffer.allocate(PickleTimes.DATE_LENGTH), date).array());
		output.call(1);
	}

	static void time(PickleOutput output, LocalTime time) {
		packed(output, time);
		output.call(1);
	}

	static void time(PickleOutput output, OffsetTime time) {
		if (output.target() == PickleTarget.PYTHON_2) {
			output.text(time.toString());
			return;
		}
		packed(output, time.toLocalTime());
		zone(output, time.getOffset());
		output.call(2);
	}

	private static void packed(PickleOutput output, LocalTime time) {
		output.symbol(MODULE, "time");
		output.bytes(pack(ByteBuffer.allocate(PickleTimes.TIME_LENGTH), time).array());
	}

	static void dateTime(PickleOutput output, LocalDateTime dateTime) {
		packed(output, dateTime);
		output.call(1);
	}

	static void dateTime(PickleOutput output, OffsetDateTime dateTime) {
		if (output.target() == PickleTarget.PYTHON_2) {
			output.text(dateTime.toString());
			return;
		}
		packed(output, dateTime.toLocalDateTime());
		zone(output, dateTime.getOffset());
		output.call(2);
	}

	private static void packed(PickleOutput output, LocalDateTime dateTime) {
		output.symbol(MODULE, "datetime");
		ByteBuffer packed = ByteBuffer.allocate(PickleTimes.DATE_LENGTH + PickleTimes.TIME_LENGTH);
		pack(pack(packed, dateTime.toLocalDate()), dateTime.toLocalTime());
		output.bytes(packed.array());
	}

	static void zone(PickleOutput output, ZoneOffset zone) {
		if (output.target() == PickleTarget.PYTHON_2) {
			output.text(zone.toString());
			return;
		}
		output.symbol(MODULE, "timezone");
		duration(output, Duration.ofSeconds(zone.getTotalSeconds()));
		output.call(1);
	}

	static void duration(PickleOutput output, Duration duration) {
		long days = Math.floorDiv(duration.getSeconds(), TimeUnit.DAYS.toSeconds(1));
		if (Math.abs(days) > MAX_DAYS) {
			throw new PicklingException("Python's timedelta has at most %d days, not %d".formatted(MAX_DAYS, days));
		}
		output.symbol(MODULE, "timedelta");
		output.integer(days);
		output.integer(Math.floorMod(duration.getSeconds(), TimeUnit.DAYS.toSeconds(1)));
		output.integer(TimeUnit.NANOSECONDS.toMicros(duration.getNano()));
		output.call(3);
	}

	private static ByteBuffer pack(ByteBuffer packed, LocalDate date) {
		if (date.getYear() < 1 || date.getYear() > MAX_YEAR) {
			throw new PicklingException(
					"Python's dates have years from 1 to %d, not %d".formatted(MAX_YEAR, date.getYear()));
		}
		return packed.putShort((short) date.getYear())
			.put((byte) date.getMonthValue())
			.put((byte) date.getDayOfMonth());
	}

	private static ByteBuffer pack(ByteBuffer packed, LocalTime time) {
		int micros = (int) TimeUnit.NANOSECONDS.toMicros(time.getNano());
		return packed.put((byte) time.getHour())
			.put((byte) time.getMinute())
			.put((byte) time.getSecond())
			.put((byte) (micros >> 2 * Byte.SIZE))
			.putShort((short) micros);
	}

}
