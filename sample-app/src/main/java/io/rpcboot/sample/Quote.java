package io.rpcboot.sample;

import java.math.BigDecimal;

/**
 * A price.
 *
 * @param net before tax, discount deducted
 * @param tax the tax
 * @param total what is to be paid
 * @param currency the currency of all three
 */
public record Quote(BigDecimal net, BigDecimal tax, BigDecimal total, Currency currency) {

}
