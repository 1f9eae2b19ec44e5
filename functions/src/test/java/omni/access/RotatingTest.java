package omni.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RotatingTest {

    private final AtomicReference<String> value = new AtomicReference<>("one canary");
    private final AtomicInteger makings = new AtomicInteger();
    private final Rotating<String> upper = Rotating.of(value::get).map(text -> {
        makings.incrementAndGet();
        return text.toUpperCase(Locale.ROOT);
    });

    @Test
    void whatIsMadeOfAValueIsMadeOnceForEachValue() {
        for (int i = 0; i < 3; i++) {
            assertThat(upper.now()).isEqualTo("ONE CANARY");
        }
        assertThat(makings).hasValue(1);

        value.set("two");

        assertThat(upper.now()).isEqualTo("TWO");
        assertThat(upper.now()).isEqualTo("TWO");
        assertThat(makings).hasValue(2);
    }

    @Test
    void whatFailsToBeMadeLeavesNothingBehind() {
        var number = Rotating.of(value::get).map(Integer::parseInt);
        assertThatThrownBy(number::now).isInstanceOf(NumberFormatException.class);

        value.set("7");

        assertThat(number.now()).isEqualTo(7);
    }

    @Test
    void noValueStandsInItsText() {
        assertThat(Rotating.ofConstant("canary")).asString().doesNotContain("canary");
        assertThat(upper).asString().doesNotContainIgnoringCase("canary");
    }
}
