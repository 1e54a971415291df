package io.rpcboot.sample;

import java.math.BigDecimal;

/**
 * The currencies in which prices can be quoted.
 */
public enum Currency {

	EUR("1"), USD("1.08"), CNY("7.80");

	private final BigDecimal rate;

	Currency(String rate) {
		this.rate = new BigDecimal(rate);
	}

	BigDecimal fromEuro(BigDecimal amount) {
		return amount.multiply(this.rate);
	}

}
