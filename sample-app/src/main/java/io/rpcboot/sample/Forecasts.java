package io.rpcboot.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.rpcboot.RpcClient;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;

/**
 * What Python knows of the orders: functions of {@code python/worker.py}.
 */
@RpcClient("forecasts")
public interface Forecasts {

	/**
	 * Tells how many of a product were ordered.
	 * @param sku the product
	 * @return the quantities by month
	 */
	Map<String, Integer> demand(String sku);

	/**
	 * Tells how many of a product are going to be ordered.
	 * @param sku the product
	 * @param months for how many months
	 * @param window of how many months the mean is taken
	 * @return the quantities of the next months
	 */
	List<Double> forecast(String sku, int months, @RpcKeyword int window);

	/**
	 * Has Python add up the orders, each of which it has quoted by this application.
	 * @return what all orders are worth
	 */
	@RpcFunction(timeout = "60s")
	BigDecimal revenue();

}
