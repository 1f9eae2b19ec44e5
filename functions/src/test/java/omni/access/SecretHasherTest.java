package omni.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Contract 3.2: only a keyed hash is stored; during a rotation two peppers are accepted. */
class SecretHasherTest {

    private static final String OLD = "the pepper of last year";
    private static final String NEW = "the pepper of this year";

    @Test
    void aSecretHashedUnderTheOldPepperIsFoundDuringTheRotation() {
        var before = new SecretHasher(List.of(OLD)).hash("secret");
        var rotating = new SecretHasher(List.of(NEW, OLD));
        assertThat(rotating.hashesOf("secret")).containsExactly(rotating.hash("secret"), before);
        assertThat(rotating.hash("secret")).isNotEqualTo(before);
        assertThat(new SecretHasher(List.of(NEW)).hashesOf("secret")).doesNotContain(before);
    }

    @Test
    void theHasherFollowsThePeppers() {
        var peppers = new AtomicReference<>(List.of(OLD));
        var hasher = new SecretHasher(Rotating.of(peppers::get));
        var before = hasher.hash("secret");

        peppers.set(List.of(NEW, OLD));

        assertThat(hasher.hashesOf("secret")).containsExactly(new SecretHasher(List.of(NEW)).hash("secret"), before);
    }

    /** The HMAC of RFC 4231, case 2, is not usable (its key is short); this one was made with openssl. */
    @Test
    void theHashIsHmacSha256InHexadecimal() {
        assertThat(new SecretHasher(List.of("0123456789abcdef")).hash("what do ya want for nothing?"))
                .isEqualTo("e9265dc1bf18d4ec36915d9e82226c7ea0fa4e7f8077f611515bd5e29ec9988c");
    }

    @Test
    void noneOrThreePeppersOrAShortOneAreRefused() {
        assertThatThrownBy(() -> new SecretHasher(List.of())).hasMessageContaining("one pepper is needed");
        assertThatThrownBy(() -> new SecretHasher(List.of(OLD, NEW, OLD))).hasMessageContaining("two are accepted");
        assertThatThrownBy(() -> new SecretHasher(List.of("fifteen bytes..")))
                .hasMessageContaining("at least 16 bytes")
                .hasMessageNotContaining("fifteen");
    }
}
