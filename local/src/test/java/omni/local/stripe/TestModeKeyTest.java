package omni.local.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TestModeKeyTest {

    @ParameterizedTest
    @NullAndEmptySource
    void withoutAKeyThereIsNoAccount(String key) {
        assertThat(TestModeKey.of(key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_live_suite", "rk_live_suite", "pk_test_suite", "suite", " sk_test_suite"})
    void aKeyThatIsNotOneOfTestModeIsRefusedAndNotRepeated(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestModeKey.of(key))
                .withMessageNotContaining(key.strip());
    }

    @Test
    void aKeyOfTestModeIsTaken() {
        assertThat(TestModeKey.of("sk_test_suite")).contains("sk_test_suite");
    }
}
