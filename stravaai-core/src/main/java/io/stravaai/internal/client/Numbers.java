package io.stravaai.internal.client;

import java.math.BigDecimal;

/** Writes numbers as a person would. */
final class Numbers {

    private Numbers() {}

    /** Without an exponent, which Java uses for small and large numbers. */
    static String plain(double number) {
        return BigDecimal.valueOf(number).toPlainString();
    }
}
