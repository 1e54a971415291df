package io.rpcboot.pickle;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of protocols 0 to 5 as data: nothing that they name is looked up, called
 * or imported.
 *
 * <pre>
 * None                     null
 * bool                     Boolean
 * int                      Long, BigInteger if it exceeds 64 bits
 * float                    Double
 * str                      String; halves of surrogate pairs are kept
 * bytes, bytearray         byte[]; as a key it equals nothing but itself
 * str of Python 2.7        String if it is UTF-8, otherwise byte[]
 * array.array              byte[] to double[]; unsigned ints the next larger type, bytes byte[]
 * numpy.ndarray            the same, boolean[], and arrays of them; C order, numbers only
 * numpy scalar             Boolean, Long, Double
 * list, tuple              ArrayList, {@link Tuple}
 * dict, OrderedDict        LinkedHashMap
 * set, frozenset           LinkedHashSet, {@link FrozenSet}
 * complex, Fraction        {@link Complex}, {@link Fraction}
 * Decimal                  BigDecimal; Double for NaN and the infinities
 * date                     LocalDate
 * datetime, time           LocalDateTime and LocalTime, OffsetDateTime and OffsetTime
 * timedelta, timezone      Duration, ZoneOffset
 * UUID                     UUID
 * built-in exception       {@link PythonException}
 * </pre>
 *
 * An instance of any other class is refused, unless it is the whole value and was made by
 * a call: this is how an exception of such a class looks, and it becomes a
 * {@link PythonException} with its qualified name.
 */
public final class PickleReader {

	private final PickleLimits limits;

	/**
	 * Creates a reader, which any number of threads can use.
	 * @param limits how much a pickle may hold
	 */
	public PickleReader(PickleLimits limits) {
		this.limits = limits;
	}

	/**
	 * Reads a pickle. What stands behind its end is ignored, as Python does.
	 * @param payload the pickle
	 * @return its value, which refers to nothing of the payload
	 * @throws RpcProtocolException if it is damaged, exceeds a limit or holds something
	 * that is not read; the message names the place
	 */
	public @Nullable Object read(Payload payload) {
		return new PickleMachine(payload, this.limits).run();
	}

}
