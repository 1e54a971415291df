package io.rpcboot.sample;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcParam;

import org.springframework.stereotype.Service;

/**
 * Quotes prices: to Java by injection, to Python by RPC.
 */
@Service
public class PricingService {

	private static final BigDecimal TAX_RATE = new BigDecimal("0.19");

	private static final int BULK_QUANTITY = 10;

	private static final BigDecimal BULK_FACTOR = new BigDecimal("0.95");

	private final Catalog catalog;

	PricingService(Catalog catalog) {
		this.catalog = catalog;
	}

	/**
	 * Quotes one product: in Python {@code price("cup")}, {@code price("cup", 12)},
	 * {@code price("cup", quantity=12, currency="USD")}.
	 * @param sku the product
	 * @param quantity how many of it
	 * @param currency the currency of the quote
	 * @return the quote
	 */
	@RpcFunction
	public Quote price(String sku, @RpcParam(defaultValue = "1") int quantity,
			@RpcKeyword @RpcParam(defaultValue = "EUR") Currency currency) {
		return quote(net(sku, quantity), currency);
	}

	/**
	 * Quotes an order.
	 * @param order the order
	 * @param currency the currency of the quote
	 * @return the quote
	 */
	@RpcFunction("orders.quote")
	public Quote quoteOrder(Order order, @RpcKeyword @RpcParam(defaultValue = "EUR") Currency currency) {
		BigDecimal net = order.lines()
			.stream()
			.map((line) -> net(line.sku(), line.quantity()))
			.reduce(BigDecimal.ZERO, BigDecimal::add);
		return quote(net, currency);
	}

	private BigDecimal net(String sku, int quantity) {
		if (quantity < 1) {
			throw new IllegalArgumentException("quantity must be positive, not %d".formatted(quantity));
		}
		BigDecimal net = this.catalog.price(sku).multiply(BigDecimal.valueOf(quantity));
		return (quantity >= BULK_QUANTITY) ? net.multiply(BULK_FACTOR) : net;
	}

	private static Quote quote(BigDecimal euro, Currency currency) {
		BigDecimal net = currency.fromEuro(euro).setScale(2, RoundingMode.HALF_UP);
		BigDecimal tax = net.multiply(TAX_RATE).setScale(2, RoundingMode.HALF_UP);
		return new Quote(net, tax, net.add(tax), currency);
	}

}
