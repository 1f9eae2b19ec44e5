package omni.local.stripe;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import omni.stripe.KeyPermission;
import omni.stripe.KeyPermission.Access;
import org.junit.jupiter.api.Test;

/** The list of permissions is what the requests that the product sends need: no more, no less. */
class KeyPermissionsTest {

    static Access needed(String operation) {
        return operation.startsWith("GET ") ? Access.READ : Access.WRITE;
    }

    static KeyPermission permission(String operation) {
        return KeyPermission.of(operation.split(" ", 2)[1])
                .orElseThrow(() -> new AssertionError("no permission covers " + operation));
    }

    private static Access listed(KeyPermission permission) {
        return permission.sync().compareTo(permission.deployment()) > 0 ? permission.sync() : permission.deployment();
    }

    @Test
    void eachPermissionIsAsMuchAsSomeRequestNeeds() {
        var needs = PublishedApi.published().stream().collect(groupingBy(KeyPermissionsTest::permission));

        for (var permission : KeyPermission.values()) {
            assertThat(needs.getOrDefault(permission, List.of()).stream()
                            .map(KeyPermissionsTest::needed)
                            .max(Access::compareTo))
                    .as("%s, for %s", permission, needs.get(permission))
                    .contains(listed(permission));
        }
    }

    @Test
    void noTwoNamesAreTheSame() {
        assertThat(Arrays.stream(KeyPermission.values()).map(KeyPermission::resource))
                .doesNotHaveDuplicates();
    }
}
