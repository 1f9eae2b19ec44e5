package omni.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import omni.access.AuthMode;
import omni.account.Funding;
import omni.account.LastCall;
import omni.billing.BillingState;
import omni.billing.Money;
import omni.billing.PlanKey;
import omni.json.Json;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommitLineTest {

    private static UsageRow row(Funding funding) {
        return new UsageRow(
                "org_0123456789Ab",
                funding != Funding.NONE,
                4_000_000_000L,
                new LastCall(
                        "use_1",
                        "req \"1\"",
                        "key_1",
                        AuthMode.API_KEY,
                        7,
                        3,
                        true,
                        200,
                        12,
                        1,
                        0,
                        funding,
                        new Money(9_007_199_254_740_993L),
                        PlanKey.TEAM,
                        BillingState.PAYG_ACTIVE,
                        "2026-05",
                        Instant.parse("2026-05-15T12:00:20.250Z"),
                        false),
                UsageRow.State.COUNTED);
    }

    /** As it stands in the log: text and back. */
    private static Map<String, @Nullable Object> line(UsageRow row) throws Json.MalformedJson {
        return Json.readObject(Json.text(new CommitLine(row).fields()).getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Funding.class)
    void aRowComesBackFromItsLine(Funding funding) throws Exception {
        assertThat(CommitLine.read(line(row(funding)))).isEqualTo(row(funding));
    }

    static List<String> fields() {
        var fields =
                new LinkedHashSet<>(new CommitLine(row(Funding.PAID)).fields().keySet());
        fields.remove("event");
        return List.copyOf(fields);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldThatIsMissingOrAnotherThingIsNamed(String field) throws Exception {
        for (var wrong : new Object[] {"", List.of(), -1L, 1.5}) {
            var line = new HashMap<String, @Nullable Object>(line(row(Funding.PAID)));
            line.put(field, wrong);
            assertThatThrownBy(() -> CommitLine.read(line))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no good value: " + field);
        }
        var without = new HashMap<String, @Nullable Object>(line(row(Funding.PAID)));
        without.remove(field);
        assertThatThrownBy(() -> CommitLine.read(without)).hasMessage("no good value: " + field);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThatThrownBy(() -> CommitLine.read(Map.of()))
                .hasMessage("no good value: " + String.join(", ", inOrderOfTheRow()));
    }

    private static List<String> inOrderOfTheRow() {
        var fields = new java.util.ArrayList<>(fields());
        fields.remove("at");
        fields.add("at");
        return fields;
    }
}
