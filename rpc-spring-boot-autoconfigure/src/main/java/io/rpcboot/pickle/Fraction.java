package io.rpcboot.pickle;

import java.math.BigInteger;

/**
 * A {@code fractions.Fraction}.
 *
 * @param numerator the numerator, which has the sign
 * @param denominator the denominator, above 0
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {

}
