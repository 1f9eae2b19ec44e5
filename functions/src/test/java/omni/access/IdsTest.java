package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Contract 2: ids. */
class IdsTest {

    private final Ids ids = new Ids(new Random(3));

    @Test
    void idsHaveTheContractsShapes() {
        for (var round = 0; round < 200; round++) {
            assertThat(ids.organization()).matches("org_[0-9A-Za-z]{12}");
            assertThat(ids.request()).matches("req_[0-9A-Z]{16}");
            assertThat(ids.error()).matches("err_[0-9A-Z]{8}");
            assertThat(ids.of("use")).matches("use_[0-9A-Za-z]{20}").hasSizeLessThanOrEqualTo(64);
            assertThat(ids.hex(32)).matches("[1-9a-f][0-9a-f]{31}");
        }
    }

    @Test
    void idsDoNotRepeatAndTheSameSeedMakesTheSame() {
        var seen = new HashSet<String>();
        for (var round = 0; round < 5_000; round++) {
            assertThat(seen.add(ids.of("use"))).isTrue();
        }
        assertThat(new Ids(new Random(9)).of("use")).isEqualTo(new Ids(new Random(9)).of("use"));
    }
}
