package io.rpcboot.interop;

import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.function.RpcCallContext;

/**
 * Functions with parameters and results of every kind.
 */
public final class TestFunctions {

	private static final long HELD_SECONDS = 30;

	private final CountDownLatch held = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	TestFunctions() {
	}

	public void now() {
	}

	public int add(int x, int y) {
		return x + y;
	}

	public Object echo(Object value) {
		return value;
	}

	public String principal() {
		return RpcCallContext.current().principal();
	}

	public int volume(int width, int height, int depth) {
		return width * height * depth;
	}

	public Price price(String sku, @RpcParam(defaultValue = "1") int quantity,
			@RpcKeyword @RpcParam(defaultValue = "EUR") Currency currency) {
		return new Price(sku, quantity * 4.9, currency);
	}

	public String book(String room, @RpcKeyword LocalDate day, @RpcKeyword int hour) {
		return "%s on %s at %d".formatted(room, day, hour);
	}

	public Map<String, Object> label(String text, @RpcKeyword @RpcParam(defaultValue = "1") int size,
			@RpcKwargs Map<String, Object> attributes, String... more) {
		Map<String, Object> label = new LinkedHashMap<>();
		label.put("text", text);
		label.put("size", size);
		label.put("attributes", attributes);
		label.put("more", more);
		return label;
	}

	public int sum(int... numbers) {
		return Arrays.stream(numbers).sum();
	}

	public double mean(List<Double> values) {
		return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
	}

	public double[] scale(double[] values, double factor) {
		return Arrays.stream(values).map((value) -> value * factor).toArray();
	}

	public double[][] transpose(double[][] matrix) {
		return IntStream.range(0, matrix[0].length)
			.mapToObj((column) -> Arrays.stream(matrix).mapToDouble((row) -> row[column]).toArray())
			.toArray(double[][]::new);
	}

	public BigInteger square(BigInteger number) {
		return number.multiply(number);
	}

	public String greet(Optional<String> name) {
		return "Hello, " + name.orElse("whoever you are");
	}

	public Unwritable unwritable() {
		return new Unwritable(1);
	}

	/**
	 * Fails.
	 * @param type the simple name of an exception
	 * @param message what it says, {@code null} for nothing
	 * @throws Exception that one
	 */
	public void fail(String type, Optional<String> message) throws Exception {
		String text = message.orElse(null);
		throw switch (type) {
			case "IllegalArgumentException" -> new IllegalArgumentException(text);
			case "ArithmeticException" -> new ArithmeticException(text);
			case "IndexOutOfBoundsException" -> new IndexOutOfBoundsException(text);
			case "NoSuchElementException" -> new NoSuchElementException(text);
			case "UnsupportedOperationException" -> new UnsupportedOperationException(text);
			case "TimeoutException" -> new TimeoutException(text);
			case "AccessDeniedException" -> new AccessDeniedException(text);
			case "SecurityException" -> new SecurityException(text);
			default -> new IllegalStateException(text);
		};
	}

	/**
	 * Does not return until it is released.
	 * @throws InterruptedException if the server interrupts it
	 */
	public void hold() throws InterruptedException {
		this.held.countDown();
		if (!this.released.await(HELD_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("not released");
		}
	}

	/**
	 * Waits until {@link #hold()} is called.
	 */
	void awaitHeld() throws InterruptedException {
		if (!this.held.await(HELD_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("not called");
		}
	}

	/**
	 * Lets {@link #hold()} return.
	 */
	void release() {
		this.released.countDown();
	}

	/**
	 * What cannot be written.
	 *
	 * @param value what cannot be read
	 */
	public record Unwritable(int value) {

		@Override
		public int value() {
			throw new IllegalStateException("no value");
		}

	}

	/**
	 * A currency.
	 */
	public enum Currency {

		EUR, USD

	}

	/**
	 * A price.
	 *
	 * @param sku the product
	 * @param total the price of all
	 * @param currency the currency
	 */
	public record Price(String sku, double total, Currency currency) {

	}

}
