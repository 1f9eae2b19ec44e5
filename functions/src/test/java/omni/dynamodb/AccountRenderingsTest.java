package omni.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omni.access.AuthMode;
import omni.access.Principal;
import omni.account.Account;
import omni.account.AccountField;
import omni.account.Windows;
import omni.call.Caller;
import omni.call.CallerCodec;
import omni.fakes.AnAccount;
import omni.meter.Plans;
import org.junit.jupiter.api.Test;

/** The names under which accounts rest in tables and travel between functions of two deployments: none may ever change. */
class AccountRenderingsTest {

    @Test
    void everyFieldHasTheAttributeAndThePlaceThatItAlwaysHad() {
        assertThat(Arrays.stream(AccountField.values())
                        .map(field -> field + " " + field.attribute() + " " + String.join(".", field.place()))
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                        FACTS_VERSION f versions.0
                        KEYS_VERSION k versions.1
                        GRANT_TOTAL gt grant.0
                        GRANT_USED gu grant.1
                        GRANT_PERIOD gp grant.2
                        CARD cd standing.card
                        SUBSCRIPTION_PLAN sp standing.subscription.0
                        SUBSCRIPTION_STATUS ss standing.subscription.1
                        DELINQUENT_SINCE du standing.delinquentSince
                        HAD_CARD_OR_PLAN hd standing.had
                        CONTRACT_STARTS_AT cs standing.contractStartsAt
                        CONTRACT_ENDS_AT ce standing.contractEndsAt
                        CONTRACT_DISCOUNT cx standing.contractDiscount
                        CONTRACT_AI_QUERIES cq standing.contractAiQueries
                        RESTRICTED rs standing.restricted
                        DISPUTE_LOST_AT dl standing.disputeLostAt
                        PERIOD pd counters.0
                        SEQUENCE sq counters.1
                        ACCRUED ac counters.2
                        AI_USED aq counters.3
                        PREVIOUS_PERIOD pp counters.4
                        PREVIOUS_ACCRUED pa counters.5
                        PREVIOUS_SEQUENCE ps counters.6
                        HARD_CAP hc caps.0
                        SOFT_CAP sc caps.1
                        THRESHOLD th caps.2
                        APPROVALS ap approvals
                        MINUTE m minute
                        CURRENT c current
                        PREVIOUS p previous""");
    }

    @Test
    void theContextIsWrittenAsItAlwaysWas() {
        var longest = LongestAccount.live("org_1");
        var account = new Account(
                longest.orgId(),
                true,
                longest.factsVersion(),
                longest.keysVersion(),
                longest.grant(),
                longest.standing(),
                longest.ledger(),
                longest.caps(),
                longest.approvals().subList(0, 2),
                new Windows(29645846, Map.of(7, 3L), Map.of()),
                longest.last());

        assertThat(context(account)).isEqualTo("""
                {"orgId":"org_1","live":true,"versions":[999999999,999999],"grant":[999999,888888,202605],\
                "standing":{"card":true,"subscription":[4,5],"delinquentSince":"2026-05-14T09:26:53.589Z","had":true,\
                "contractStartsAt":"2026-05-14T09:26:53.589Z","contractEndsAt":"2026-05-15T19:44:30.378Z",\
                "contractDiscount":123457,"contractAiQueries":999999999,"restricted":true,\
                "disputeLostAt":"2026-05-14T09:26:53.589Z"},\
                "counters":[202605,987654321987,987654321987,999999999,202604,987654321987,987654321985],\
                "caps":[999999999,999999999,999999999],"approvals":[[999999991,1778750813590],[999999992,1778750813591]],\
                "minute":29645846,"current":{"7":3},"previous":{}}""");
    }

    @Test
    void whatIsNotSetHasItsPlaceButPartsOfWhatIsNotThereHaveNone() {
        assertThat(context(AnAccount.at(Plans.NOW).of("org_1").build()))
                .contains("\"standing\":{\"card\":false,\"delinquentSince\":null,\"had\":false,\"restricted\":false,"
                        + "\"disputeLostAt\":null}")
                .contains("\"caps\":[null,null,null],\"approvals\":[],");
    }

    @Test
    void theItemHasNoAttributeForWhatIsNotSet() {
        assertThat(AccountItem.of(AnAccount.at(Plans.NOW).build(), List.of(0, 1))
                        .keySet())
                .containsExactlyInAnyOrder(
                        "PK", "SK", "f", "k", "gt", "gu", "gp", "cd", "hd", "rs", "pd", "sq", "ac", "aq", "pa", "ps",
                        "m", "c0", "c1", "p0", "p1");
    }

    private static String context(Account account) {
        var principal = new Principal(
                AuthMode.API_KEY, "key_1", "key_1", account.orgId(), Set.of(), true, "hash", null, null, null);
        return CallerCodec.encode(new Caller(principal, account, account)).getOrDefault("account", "");
    }
}
