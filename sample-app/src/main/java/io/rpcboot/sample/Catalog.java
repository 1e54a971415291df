package io.rpcboot.sample;

import java.math.BigDecimal;
import java.util.Map;
import java.util.NoSuchElementException;

import org.springframework.stereotype.Component;

/**
 * Products and their prices in euro.
 */
@Component
class Catalog {

	private final Map<String, BigDecimal> prices = Map.of("tea-green", new BigDecimal("4.90"), "tea-black",
			new BigDecimal("3.80"), "tea-oolong", new BigDecimal("11.50"), "pot-glass", new BigDecimal("24.00"),
			"pot-iron", new BigDecimal("59.00"), "cup", new BigDecimal("6.25"));

	BigDecimal price(String sku) {
		BigDecimal price = this.prices.get(sku);
		if (price == null) {
			throw new NoSuchElementException("no product '%s'".formatted(sku));
		}
		return price;
	}

}
