package omni.timeouts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {

    /** What API Gateway gives a function (contract 7.1 leaves 4 seconds of it for all else). */
    private static final Duration FUNCTION = Duration.ofSeconds(29);

    private final Timeouts production = Timeouts.PRODUCTION;

    @Test
    void productionWaitsAsLongAsItsCallersCan() {
        assertThat(production)
                .isEqualTo(new Timeouts(
                        new Timeouts.Store(seconds(1), seconds(10), seconds(2), seconds(8), seconds(2), seconds(1)),
                        new Timeouts.Request(seconds(2), seconds(5)),
                        new Timeouts.Request(seconds(2), seconds(3)),
                        new Timeouts.Request(seconds(5), seconds(25)),
                        new Timeouts.Request(seconds(2), seconds(3)),
                        seconds(25),
                        new Timeouts.Stripe(seconds(1), seconds(3), 1, Duration.ofMillis(500)),
                        seconds(10)));
    }

    @Test
    void theSlowestCallsOfProductionEndWithinAFunctionsTime() {
        var stripe = production.stripe();
        var tries = 1 + stripe.retries();
        assertThat(stripe.connect()
                        .plus(stripe.read())
                        .multipliedBy(3L * tries)
                        .plus(stripe.pause().multipliedBy(3)))
                .isLessThan(FUNCTION);
        assertThat(production.upstream().answer().plus(production.store().once()))
                .isLessThan(FUNCTION);
        // a tool of the box waits as long as one of the upstream
        assertThat(production.tool()).isEqualTo(production.upstream().answer());
        // a sign-in asks for metadata, tokens and keys, and about the person
        assertThat(production
                        .signIn()
                        .answer()
                        .multipliedBy(4)
                        .plus(production.store().call()))
                .isLessThan(FUNCTION);
        assertThat(production.store().once().multipliedBy(2)).isLessThan(FUNCTION);
    }

    @Test
    void whereALimitMeansHungEachSingleWaitIsGivenAllOfIt() {
        var hung = Duration.ofMinutes(3);
        var local = Timeouts.untilHung(hung);

        assertThat(local.store()).isEqualTo(new Timeouts.Store(hung, hung, hung, hung, hung, hung));
        assertThat(local.signIn()).isEqualTo(new Timeouts.Request(hung, hung));
        assertThat(local.bearer()).isEqualTo(local.signIn());
        assertThat(local.upstream()).isEqualTo(local.signIn());
        assertThat(local.look()).isEqualTo(local.signIn());
        assertThat(local.tool()).isEqualTo(hung);
        assertThat(local.stripe()).isEqualTo(new Timeouts.Stripe(hung, hung, 1, Duration.ZERO));
        assertThat(local.stripeEvent()).isEqualTo(hung);
    }

    private static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }
}
