package io.rpcboot.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import io.rpcboot.wire.FrameOutput;
import org.jspecify.annotations.Nullable;

/**
 * Writes one pickle, in a form that every version of its target loads.
 *
 * <pre>
 * null                     None
 * Boolean                  bool
 * Byte to BigInteger       int
 * Float, Double            float
 * String, Character        str
 * byte[]                   bytes
 * short[] to double[]      array.array
 * boolean[], Object[]      list
 * Collection, {@link Tuple}        list, tuple
 * Set, {@link FrozenSet}           set, frozenset; list if Python cannot hash an element
 * Map                      dict
 * BigDecimal               Decimal
 * LocalDate, LocalTime     date, time
 * LocalDateTime, Instant, OffsetDateTime, ZonedDateTime   datetime
 * Duration, ZoneOffset     timedelta, timezone
 * UUID                     UUID
 * {@link Complex}, {@link Fraction}        complex, Fraction
 * {@link PythonException}          the built-in exception
 * </pre>
 *
 * A value of any other type is converted to one of these first.
 */
public final class PickleWriter {

	private final PickleOutput output;

	private final int maxDepth;

	private final UnaryOperator<@Nullable Object> converter;

	private int depth;

	/**
	 * Creates a writer.
	 * @param output where to
	 * @param target who is to load the pickle
	 * @param maxDepth how deep containers may be nested
	 * @param converter makes values of these types of all others; it may throw a
	 * {@link PicklingException}
	 */
	public PickleWriter(FrameOutput output, PickleTarget target, int maxDepth,
			UnaryOperator<@Nullable Object> converter) {
		this.output = new PickleOutput(output, target);
		this.maxDepth = maxDepth;
		this.converter = converter;
	}

	/**
	 * Tells whether values of a type are written without being converted.
	 * @param type the type
	 * @return whether pickles have a form for it
	 */
	public static boolean writes(Class<?> type) {
		return PickleScalars.writer(type) != null || Collection.class.isAssignableFrom(type)
				|| Map.class.isAssignableFrom(type) || Object[].class.isAssignableFrom(type)
				|| type == PythonException.class;
	}

	/**
	 * Begins the pickle.
	 */
	public void begin() {
		this.output.protocol();
	}

	/**
	 * Begins a tuple of the values that follow.
	 */
	public void beginTuple() {
		this.output.opcode('(');
	}

	/**
	 * Ends a tuple.
	 */
	public void endTuple() {
		this.output.opcode('t');
	}

	/**
	 * Begins a dict of the keys and values that follow.
	 */
	public void beginDict() {
		this.output.opcode('}');
		this.output.opcode('(');
	}

	/**
	 * Ends a dict.
	 */
	public void endDict() {
		this.output.opcode('u');
	}

	/**
	 * Ends the pickle.
	 */
	public void end() {
		this.output.stop();
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @throws PicklingException if it cannot be written
	 */
	public void write(@Nullable Object value) {
		writePlain(plain(value));
	}

	private @Nullable Object plain(@Nullable Object value) {
		return (value == null || writes(value.getClass())) ? value : this.converter.apply(value);
	}

	private void writePlain(@Nullable Object value) {
		if (value == null) {
			this.output.opcode('N');
			return;
		}
		BiConsumer<PickleOutput, Object> scalar = PickleScalars.writer(value.getClass());
		if (scalar != null) {
			scalar.accept(this.output, value);
			return;
		}
		if (++this.depth > this.maxDepth) {
			throw new PicklingException("containers are nested more than %d deep".formatted(this.maxDepth));
		}
		writeContainer(value);
		this.depth--;
	}

	private void writeContainer(Object value) {
		if (value instanceof Map<?, ?> map) {
			dict(map);
		}
		else if (value instanceof Tuple tuple) {
			tuple(tuple);
		}
		else if (value instanceof Set<?> set) {
			set(set);
		}
		else if (value instanceof Collection<?> collection) {
			list(collection);
		}
		else if (value instanceof Object[] array) {
			list(Arrays.asList(array));
		}
		else if (value instanceof PythonException exception) {
			exception(exception);
		}
		else {
			throw new PicklingException("%s has no form in a pickle".formatted(value.getClass().getName()));
		}
	}

	private void list(Collection<?> items) {
		this.output.opcode(']');
		this.output.opcode('(');
		items(items);
		this.output.opcode('e');
	}

	private void tuple(List<?> items) {
		beginTuple();
		items(items);
		endTuple();
	}

	private void items(Collection<?> items) {
		int index = 0;
		for (Object item : items) {
			try {
				write(item);
			}
			catch (PicklingException ex) {
				throw ex.within("[" + index + "]");
			}
			index++;
		}
	}

	private void set(Set<?> set) {
		List<@Nullable Object> items = new ArrayList<>(set.size());
		for (Object item : set) {
			try {
				items.add(plain(item));
			}
			catch (PicklingException ex) {
				throw ex.within("[" + items.size() + "]");
			}
		}
		if (items.stream().allMatch(PickleWriter::isHashable)) {
			this.output.builtin((set instanceof FrozenSet) ? "frozenset" : "set");
			list(items);
			this.output.call(1);
		}
		else {
			list(items);
		}
	}

	private void dict(Map<?, ?> map) {
		beginDict();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			try {
				key(plain(entry.getKey()));
				write(entry.getValue());
			}
			catch (PicklingException ex) {
				throw ex.within("." + entry.getKey());
			}
		}
		endDict();
	}

	private void key(@Nullable Object key) {
		if (!isHashable(key)) {
			throw new PicklingException("Python cannot hash the key");
		}
		writePlain(key);
	}

	private static boolean isHashable(@Nullable Object value) {
		if (value instanceof Tuple || value instanceof FrozenSet) {
			return ((Collection<?>) value).stream().allMatch(PickleWriter::isHashable);
		}
		return value == null || (PickleScalars.writer(value.getClass()) != null && !PickleArrays.isArray(value));
	}

	private void exception(PythonException exception) {
		if (!PickleSymbols.isException(exception.type())) {
			throw new PicklingException("%s is no built-in exception".formatted(exception.type()));
		}
		this.output.builtin(exception.type());
		tuple(exception.args());
		this.output.opcode('R');
		Map<String, @Nullable Object> state = new LinkedHashMap<>(exception.state());
		// Python takes nothing but its own object there
		state.remove(PythonException.TRACEBACK);
		if (!state.isEmpty()) {
			dict(state);
			this.output.opcode('b');
		}
	}

}
