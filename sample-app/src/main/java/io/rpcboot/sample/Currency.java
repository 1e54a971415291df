package io.rpcboot.sample;

import java.math.BigDecimal;

/**
 * The currencies in which prices can be quoted.
 */
public enum Currency {

	/** Euro. */
	EUR("1"),

	/** Dollar of the United States. */
	USD("1.08"),

	/** Renminbi. */
	CNY("7.80");

	private final BigDecimal rate;

	Currency(String rate) {
		this.rate = new BigDecimal(rate);
	}

	BigDecimal fromEuro(BigDecimal amount) {
		return amount.multiply(this.rate);
	}

}
