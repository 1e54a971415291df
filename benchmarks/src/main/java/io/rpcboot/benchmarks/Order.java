package io.rpcboot.benchmarks;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order of twenty lines, about 2 KB of JSON.
 *
 * @param number its number
 * @param customer who gave it
 * @param lines what was ordered
 */
public record Order(long number, Customer customer, List<Line> lines) {

	/** An order. */
	static final Order EXAMPLE = new Order(4711, new Customer("Ada Lovelace", "ada@example.org", "London"),
			IntStream.range(0, 20)
				.mapToObj((i) -> new Line("sku-%05d".formatted(i * 317), "A thing that is sold, number " + i, i + 1,
						BigDecimal.valueOf(1999 + i, 2)))
				.toList());

	/**
	 * Who gave an order.
	 *
	 * @param name the name
	 * @param email the address
	 * @param city the city
	 */
	public record Customer(String name, String email, String city) {

	}

	/**
	 * A line of an order.
	 *
	 * @param sku what was ordered
	 * @param description its description
	 * @param quantity how many
	 * @param price the price of one
	 */
	public record Line(String sku, String description, int quantity, BigDecimal price) {

	}

}
