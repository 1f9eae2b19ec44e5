package omni.access;

import static org.assertj.core.api.Assertions.assertThat;

import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} promises. */
public abstract class SecretStoreContract {

    protected abstract SecretStore store();

    protected abstract void put(String name, String text);

    protected abstract void down();

    @Test
    void theCurrentTextIsRead() {
        put("omni/one", "canary 1");
        put("omni/two", "{\"field\":\"canary \\u00e9\"}");
        assertThat(store().read("omni/one")).isEqualTo(new Found("canary 1"));
        assertThat(store().read("omni/two")).isEqualTo(new Found("{\"field\":\"canary \\u00e9\"}"));

        put("omni/one", "canary 2");

        assertThat(store().read("omni/one")).isEqualTo(new Found("canary 2"));
    }

    @Test
    void whatIsNotThereIsUnreadable() {
        assertThat(store().read("omni/none")).isInstanceOf(Unreadable.class);
    }

    @Test
    void aStoreThatIsDownIsAnOutcome() {
        put("omni/one", "canary");
        down();

        assertThat(store().read("omni/one"))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable ->
                                assertThat(unreadable.cause()).isNotBlank().doesNotContain("canary"));
    }

    @Test
    void noTextOfASecretStandsInAReading() {
        put("omni/one", "canary");

        assertThat(store().read("omni/one")).asString().doesNotContain("canary");
    }
}
