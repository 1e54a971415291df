package io.rpcboot.sample;

import java.time.LocalDate;
import java.util.List;

/**
 * What a customer orders.
 *
 * @param id the number of the order
 * @param customer the name of the customer
 * @param placed the day of the order
 * @param lines what is ordered
 */
public record Order(String id, String customer, LocalDate placed, List<Line> lines) {

	/**
	 * One product of an order.
	 *
	 * @param sku the product
	 * @param quantity how many of it
	 */
	public record Line(String sku, int quantity) {

	}

}
