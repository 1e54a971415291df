package io.rpcboot.sample;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows over HTTP what Python answers.
 */
@RestController
class ForecastController {

	private final Forecasts forecasts;

	ForecastController(Forecasts forecasts) {
		this.forecasts = forecasts;
	}

	@GetMapping("/forecast/{sku}")
	Forecast forecast(@PathVariable String sku) {
		return new Forecast(sku, this.forecasts.demand(sku), this.forecasts.forecast(sku, 3, 6));
	}

	@GetMapping("/revenue")
	BigDecimal revenue() {
		return this.forecasts.revenue();
	}

	record Forecast(String sku, Map<String, Integer> demand, List<Double> next) {

	}

}
