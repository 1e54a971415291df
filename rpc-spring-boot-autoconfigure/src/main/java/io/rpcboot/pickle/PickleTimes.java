package io.rpcboot.pickle;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * The types of Python's {@code datetime} module.
 *
 * <pre>
 * date     = year (2 bytes, high first) month day
 * time     = hour minute second microsecond (3 bytes, high first)
 * datetime = date time
 * </pre>
 *
 * The top bit of the month, or of the hour of a lone time, is Python's {@code fold}: it
 * is ignored.
 */
final class PickleTimes {

	static final int DATE_LENGTH = 4;

	static final int TIME_LENGTH = 6;

	private static final int WITHOUT_FOLD = 0x7F;

	private static final long MAX_DAYS = 999_999_999;

	private PickleTimes() {
	}

	static LocalDate date(Tuple args) {
		if (args.size() != 1) {
			throw PickleSymbols.unexpected();
		}
		return date(packed(args, DATE_LENGTH));
	}

	static Object time(Tuple args) {
		LocalTime time = time(packed(args, TIME_LENGTH), 0);
		return (args.size() == 1) ? time : time.atOffset(zone(args));
	}

	static Object dateTime(Tuple args) {
		byte[] packed = packed(args, DATE_LENGTH + TIME_LENGTH);
		LocalDateTime dateTime = date(packed).atTime(time(packed, DATE_LENGTH));
		return (args.size() == 1) ? dateTime : dateTime.atOffset(zone(args));
	}

	static Duration duration(Tuple args) {
		if (args.size() != 3 || !(args.get(0) instanceof Long days) || !(args.get(1) instanceof Long seconds)
				|| !(args.get(2) instanceof Long micros) || Math.abs(days) > MAX_DAYS
				|| !isBetween(seconds, TimeUnit.DAYS.toSeconds(1))
				|| !isBetween(micros, TimeUnit.SECONDS.toMicros(1))) {
			throw PickleSymbols.unexpected();
		}
		return Duration.ofDays(days).plusSeconds(seconds).plusNanos(TimeUnit.MICROSECONDS.toNanos(micros));
	}

	private static boolean isBetween(long value, long end) {
		return value >= 0 && value < end;
	}

	static ZoneOffset offset(Tuple args) {
		if (args.isEmpty() || args.size() > 2 || !(args.get(0) instanceof Duration offset) || offset.getNano() != 0) {
			throw PickleSymbols.unexpected();
		}
		return ZoneOffset.ofTotalSeconds(Math.toIntExact(offset.getSeconds()));
	}

	private static ZoneOffset zone(Tuple args) {
		if (args.get(1) instanceof ZoneOffset zone) {
			return zone;
		}
		throw PickleSymbols.unexpected();
	}

	private static byte[] packed(Tuple args, int length) {
		if (args.size() == 1 || args.size() == 2) {
			byte[] packed = PickleText.bytes(args.get(0));
			if (packed != null && packed.length == length) {
				return packed;
			}
		}
		throw PickleSymbols.unexpected();
	}

	private static LocalDate date(byte[] packed) {
		int year = (packed[0] & 0xFF) << Byte.SIZE | packed[1] & 0xFF;
		return LocalDate.of(year, packed[2] & WITHOUT_FOLD, packed[3]);
	}

	private static LocalTime time(byte[] packed, int from) {
		int micros = ((packed[from + 3] & 0xFF) << Byte.SIZE | packed[from + 4] & 0xFF) << Byte.SIZE
				| packed[from + 5] & 0xFF;
		return LocalTime.of(packed[from] & WITHOUT_FOLD, packed[from + 1], packed[from + 2],
				Math.toIntExact(TimeUnit.MICROSECONDS.toNanos(micros)));
	}

}
