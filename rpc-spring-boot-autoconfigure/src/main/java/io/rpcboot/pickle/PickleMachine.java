package io.rpcboot.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Executes the opcodes of one pickle. Their letters and numbers are those of Python's
 * {@code pickletools}.
 */
final class PickleMachine {

	private static final int MAX_PROTOCOL = 5;

	private static final int STOP = '.';

	private final PickleLimits limits;

	private final PickleInput input;

	private final PickleStack stack;

	private final PickleMemo memo;

	private final PickleWork work;

	private final PickleObjects objects;

	private boolean shared;

	PickleMachine(Payload payload, PickleLimits limits) {
		this.limits = limits;
		this.input = new PickleInput(payload);
		this.stack = new PickleStack(this.input);
		this.memo = new PickleMemo(this.input);
		this.work = new PickleWork(limits, payload.length());
		this.objects = new PickleObjects(this.input, this.work);
	}

	@Nullable Object run() {
		try {
			int opcode = this.input.opcode();
			while (opcode != STOP) {
				execute(opcode);
				opcode = this.input.opcode();
			}
			Object value = PickledObject.resolve(this.stack.pop());
			this.objects.checkOutermost(value);
			new PickleShape(this.limits, this.input.length(), this.shared).check(value);
			return value;
		}
		catch (IllegalArgumentException ex) {
			throw this.input.refused(String.valueOf(ex.getMessage()));
		}
	}

	private void execute(int opcode) {
		switch (opcode) {
			case 0x80 -> checkProtocol(this.input.unsignedByte());
			case 0x95 -> this.input.length(Long.BYTES);
			case 'N' -> this.stack.push(null);
			case 0x88, 0x89 -> this.stack.push(opcode == 0x88);
			case 'K' -> this.stack.push((long) this.input.unsignedByte());
			case 'M' -> this.stack.push(this.input.unsigned(Short.BYTES));
			case 'J' -> this.stack.push((long) this.input.signedInt());
			case 0x8A -> this.stack.push(this.input.integer(this.input.length(1)));
			case 0x8B -> this.stack.push(this.input.integer(this.input.length(Integer.BYTES)));
			case 'G' -> this.stack.push(this.input.bigEndianDouble());
			case 'I' -> this.stack.push(PickleText.intOrBoolean(this.input.line()));
			case 'L' -> this.stack.push(PickleText.longInteger(this.input.line()));
			case 'F' -> this.stack.push(PickleText.floatingPoint(this.input.line()));
			case 'V' -> this.stack.push(PickleText.rawUnicodeEscape(this.input.line()));
			case 0x8C -> this.stack.push(PickleText.utf8(bytes(1)));
			case 'X' -> this.stack.push(PickleText.utf8(bytes(Integer.BYTES)));
			case 0x8D -> this.stack.push(PickleText.utf8(bytes(Long.BYTES)));
			case 'S' -> this.stack.push(PickleText.python2(PickleText.literal(this.input.line())));
			case 'U' -> this.stack.push(PickleText.python2(bytes(1)));
			case 'T' -> this.stack.push(PickleText.python2(bytes(Integer.BYTES)));
			case 'C' -> this.stack.push(bytes(1));
			case 'B' -> this.stack.push(bytes(Integer.BYTES));
			case 0x8E, 0x96 -> this.stack.push(bytes(Long.BYTES));
			case 'p', 'q', 'r' -> this.memo.put(this.memo.index(opcode), this.stack.peek());
			case 0x94 -> this.memo.add(this.stack.peek());
			case 'g', 'h', 'j' -> pushAgain(PickledObject.resolve(this.memo.get(this.memo.index(opcode))));
			case 'c', 0x93 -> this.stack.push(symbol(opcode));
			case 'R' -> this.stack.push(this.objects.reduce(this.stack.pop(2)));
			case 0x81 -> this.stack.push(this.objects.create(this.stack.pop(2)));
			case 'b' -> build();
			default -> executeOnContainers(opcode);
		}
	}

	private void executeOnContainers(int opcode) {
		switch (opcode) {
			case '(' -> this.stack.mark();
			case '0' -> this.stack.drop();
			case '1' -> this.stack.popToMark();
			case '2' -> pushAgain(this.stack.peek());
			case ')' -> this.stack.push(Tuple.of());
			case 0x85, 0x86, 0x87 -> pushContainer(Tuple.of(this.stack.pop(opcode - 0x84)));
			case 't' -> pushContainer(Tuple.of(this.stack.popToMark()));
			case ']' -> pushContainer(new ArrayList<>());
			case 'l' -> pushContainer(new ArrayList<>(Arrays.asList(this.stack.popToMark())));
			case 'a' -> append(this.stack.pop(1));
			case 'e' -> append(this.stack.popToMark());
			case '}' -> pushContainer(new LinkedHashMap<>());
			case 'd' -> {
				@Nullable Object[] items = this.stack.popToMark();
				pushContainer(new LinkedHashMap<>());
				setItems(items);
			}
			case 's' -> setItems(this.stack.pop(2));
			case 'u' -> setItems(this.stack.popToMark());
			case 0x8F -> pushContainer(new LinkedHashSet<>());
			case 0x90 -> addItems(this.stack.popToMark());
			case 0x91 -> {
				LinkedHashSet<@Nullable Object> items = new LinkedHashSet<>();
				addKeys(items, this.stack.popToMark());
				pushContainer(new FrozenSet(items));
			}
			default -> throw unsupported(opcode);
		}
	}

	private void checkProtocol(int protocol) {
		if (protocol > MAX_PROTOCOL) {
			throw this.input.refused("protocol %d is newer than %d".formatted(protocol, MAX_PROTOCOL));
		}
	}

	private byte[] bytes(int lengthWidth) {
		return this.input.bytes(this.input.length(lengthWidth));
	}

	private void pushAgain(@Nullable Object value) {
		this.shared |= PickleShape.isContainer(value);
		this.stack.push(value);
	}

	private void pushContainer(Object container) {
		this.work.container();
		this.stack.push(container);
	}

	private void append(@Nullable Object[] items) {
		if (!(this.stack.peek() instanceof ArrayList<?> peeked)) {
			throw this.input.refused("something is appended to what is not a list");
		}
		@SuppressWarnings("unchecked")
		List<@Nullable Object> list = (List<@Nullable Object>) peeked;
		list.addAll(Arrays.asList(items));
	}

	private void setItems(@Nullable Object[] items) {
		if (!(this.stack.peek() instanceof LinkedHashMap<?, ?> peeked)) {
			throw this.input.refused("an item is set in what is not a dict");
		}
		if (items.length % 2 != 0) {
			throw this.input.refused("a key has no value");
		}
		@SuppressWarnings("unchecked")
		Map<@Nullable Object, @Nullable Object> dict = (Map<@Nullable Object, @Nullable Object>) peeked;
		for (int i = 0; i < items.length; i += 2) {
			this.work.put(dict, items[i], items[i + 1]);
		}
	}

	private void addItems(@Nullable Object[] items) {
		if (!(this.stack.peek() instanceof LinkedHashSet<?> peeked)) {
			throw this.input.refused("an item is added to what is not a set");
		}
		@SuppressWarnings("unchecked")
		Set<@Nullable Object> set = (Set<@Nullable Object>) peeked;
		addKeys(set, items);
	}

	private void addKeys(Set<@Nullable Object> set, @Nullable Object[] items) {
		for (Object item : items) {
			this.work.add(set, item);
		}
	}

	private PickleSymbol symbol(int opcode) {
		if (opcode == 'c') {
			String module = PickleText.utf8(this.input.line());
			return this.objects.symbol(module, PickleText.utf8(this.input.line()));
		}
		@Nullable Object[] names = this.stack.pop(2);
		if (!(names[0] instanceof String module) || !(names[1] instanceof String name)) {
			throw this.input.refused("a symbol's name is not a text");
		}
		return this.objects.symbol(module, name);
	}

	private void build() {
		Object state = this.stack.pop();
		this.stack.push(this.objects.build(this.stack.pop(), state));
	}

	private RpcProtocolException unsupported(int opcode) {
		return this.input.refused(switch (opcode) {
			case 0x82, 0x83, 0x84 -> "extension codes are not read";
			case 'P', 'Q' -> "persistent ids are not read";
			case 0x97, 0x98 -> "buffers outside of the pickle are not read";
			case 'i' -> "instances of old-style classes are not read: " + symbol('c').name();
			case 'o' -> "instances of old-style classes are not read";
			case 0x92 -> "objects that are made with keyword arguments are not read";
			default -> "there is no opcode %02x".formatted(opcode);
		});
	}

}
