package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 6.2: integer micro-dollars, half-up on totals only. */
class MoneyTest {

    @ParameterizedTest(name = "{0} µ$: {1} cents, {2} in the header, {3} USD")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            microDollars,        cents,         header,            usd
            0,                   0,             $0.0000,           0
            1,                   0,             $0.0000,           0.000001
            49,                  0,             $0.0000,           0.000049
            50,                  0,             $0.0001,           0.00005
            650,                 0,             $0.0007,           0.00065
            649,                 0,             $0.0006,           0.000649
            4999,                0,             $0.0050,           0.004999
            5000,                1,             $0.0050,           0.005
            14999,               1,             $0.0150,           0.014999
            15000,               2,             $0.0150,           0.015
            32500,               3,             $0.0325,           0.0325
            325000,              33,            $0.3250,           0.325
            999950,              100,           $1.0000,           0.99995
            1000000,             100,           $1.0000,           1
            10000000,            1000,          $10.0000,          10
            9007199254740993000, 900719925474099, $9007199254740.9930, 9007199254740.993
            """)
    void anAmountReadsRoundedHalfUp(long microDollars, long cents, String header, String usd) {
        var money = new Money(microDollars);
        assertThat(money.centsHalfUp()).isEqualTo(cents);
        assertThat(money.costHeader()).isEqualTo(header);
        assertThat(money.usd().toPlainString()).isEqualTo(usd);
    }

    @Test
    void aDifferenceMayBeNegativeAndRoundsUpFromTheHalfToo() {
        assertThat(new Money(-5000).centsHalfUp()).isZero();
        assertThat(new Money(-5001).centsHalfUp()).isEqualTo(-1);
    }

    @Test
    void arithmeticIsExactAndNeverWrapsAround() {
        assertThat(Money.ofCents(7).plus(new Money(1)).minus(new Money(2)).times(3))
                .isEqualTo(new Money(209_997));
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE).plus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MIN_VALUE).minus(new Money(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.ofCents(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE).times(2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void amountsAreOrdered() {
        assertThat(new Money(1)).isGreaterThan(Money.ZERO).isLessThan(new Money(2));
    }

    @ParameterizedTest(name = "{0} off 50000: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            fraction, unit,  shown
            0,        50000, 0
            0.0,      50000, 0
            0.2,      40000, 0.2
            0.35,     32500, 0.35
            0.5,      25000, 0.5
            1,        0,     1
            1.000000, 0,     1
            0.333333, 33333, 0.333333
            0.00001,  50000, 0.00001
            0.000011, 49999, 0.000011
            """)
    void aDiscountIsAFractionOffTheUnitPrice(BigDecimal fraction, long unit, String shown) {
        var discount = Discount.ofFraction(fraction);
        assertThat(discount.off(new Money(50_000)).microDollars()).isEqualTo(unit);
        assertThat(discount.fraction().toPlainString()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"-0.000001", "1.000001", "0.0000001", "2", "-1", "99999999999"})
    void aFractionOutOfRangeIsNoDiscount(BigDecimal fraction) {
        assertThatThrownBy(() -> Discount.ofFraction(fraction))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 1");
    }

    @Test
    void aSmallestFamilyPriceIsHalvedExactly() {
        assertThat(new Discount(350_000).off(new Money(1_000))).isEqualTo(new Money(650));
    }
}
