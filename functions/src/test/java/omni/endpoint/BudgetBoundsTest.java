package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import omni.billing.BudgetCaps;
import omni.call.Caller;
import omni.fakes.Ask;
import omni.fakes.Rig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key may lower a bound, and what a person does in the meantime is never undone by it. Contract 3, 11.5. */
class BudgetBoundsTest {

    private final Rig rig = new Rig();

    private Ask.Answer put(Caller caller, long cents) {
        return Ask.of("PUT", "/v1/billing/budget")
                .by(caller)
                .header("Origin", Rig.ORIGIN)
                .body("{\"spendCapCents\":%d}".formatted(cents))
                .of(rig.function(Endpoints.UPDATE_BUDGET));
    }

    private BudgetCaps caps() {
        return Objects.requireNonNull(rig.store.account(Rig.ORG, true)).caps();
    }

    /** The key's update takes a few steps; a person lowers the cap below it before each of them in turn. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void aPersonWhoLowersBetweenAnyTwoStepsIsNotOverruled(int moment) {
        rig.account(rig.fresh());
        assertThat(put(rig.byCookie(), 1000).status()).isEqualTo(200);
        var steps = new AtomicInteger();
        rig.onStep(done -> {
            if (steps.getAndIncrement() == moment) {
                rig.onStep(nothing -> {});
                assertThat(put(rig.byCookie(), 100).status()).isEqualTo(200);
            }
        });

        var byKey = put(rig.byKey("billing:manage"), 500);

        rig.onStep(nothing -> {});
        if (steps.get() <= moment) {
            assertThat(put(rig.byCookie(), 100).status()).isEqualTo(200);
        }
        assertThat(caps().spendCapCents()).isEqualTo(100);
        assertThat(byKey.status()).isIn(200, 403);
        assertThat(put(rig.byKey("billing:manage"), 101).code()).isEqualTo("human_auth_required");
    }
}
