package omni.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract 5.2, 5.3 and 5.5, restated here in words and held against the code. */
class BillingStateRulesTest {

    private static final Instant NOW = BillingStates.NOW;
    private static final Duration GRACE = BillingStates.GRACE;

    @Test
    void everyCombinationOfFactsIsDecidedAsTheContractSays() {
        var rows = new HashMap<Integer, Integer>();
        BillingStates.each(at -> {
            var position = BillingStates.decide(at);
            assertThat(render(position)).as(describe(at)).isEqualTo(restate(at));
            rows.merge(position.row(), 1, Integer::sum);
        });
        assertThat(rows.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    private static String render(BillingPosition position) {
        return position.row() + " " + position.state().wire() + " "
                + position.publicPlan().wire() + " " + position.effectivePlan().wire();
    }

    private static String describe(int[] at) {
        var text = new StringBuilder();
        for (var dimension = 0; dimension < at.length; dimension++) {
            text.append(BillingStates.DIMENSIONS.get(dimension).name())
                    .append('=')
                    .append(BillingStates.name(at, dimension))
                    .append(' ');
        }
        return text.toString();
    }

    /** The table of contract 5.2 over the names of the values, without the code's own types. */
    private static String restate(int[] at) {
        var restriction = BillingStates.name(at, 0);
        var subscription = BillingStates.name(at, 1);
        var invoice = BillingStates.name(at, 2);
        var contract = BillingStates.name(at, 3).equals("active");
        var card = BillingStates.name(at, 4).equals("yes");
        var grant = BillingStates.name(at, 5).equals("yes");
        var bought = bought(subscription, !invoice.equals("none"), contract, card);
        if (!restriction.equals("none")) {
            return "1 restricted_read_only " + bought + " sandbox_grant";
        }
        if (subscription.endsWith(" unpaid")) {
            return "2 restricted_read_only " + bought + " sandbox_grant";
        }
        if (invoice.equals("after grace")) {
            return "3 restricted_read_only " + bought + " sandbox_grant";
        }
        if (invoice.equals("within grace")) {
            return "4 payment_failed " + bought + " " + bought;
        }
        if (contract) {
            return "5 commercial_active commercial commercial";
        }
        return switch (subscription) {
            case "team active", "team trialing" -> "6 team_active team team";
            case "personal active", "personal trialing" -> "7 personal_active personal personal";
            default -> {
                if (card) {
                    yield "8 payg_active payg payg";
                }
                yield grant ? "9 sandbox_grant sandbox_grant sandbox_grant" : "10 payg_pending_card sandbox_grant payg";
            }
        };
    }

    private static String bought(String subscription, boolean unpaidInvoice, boolean contract, boolean card) {
        if (contract) {
            return "commercial";
        }
        var words = subscription.split(" ", -1);
        if (words.length == 2 && ",active,trialing,past_due,unpaid,".contains("," + words[1] + ",")) {
            return words[0];
        }
        return card || unpaidInvoice ? "payg" : "sandbox_grant";
    }

    @ParameterizedTest(name = "{0} ms after the due date: {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            sinceDueMs, state
            0,          payment_failed
            604799999,  payment_failed
            604800000,  restricted_read_only
            604800001,  restricted_read_only
            -1,         payment_failed
            """)
    void theGraceEndsToTheMillisecond(long sinceDueMs, String state) {
        var facts = new Facts(250, true, null, NOW.minusMillis(sinceDueMs), true, null, false, null);
        assertThat(BillingStateRules.derive(facts, NOW, GRACE).state().wire()).isEqualTo(state);
    }

    /** Contract 5.3: facts before, the trigger's effect on them, state before and after. */
    @ParameterizedTest(name = "{0} → {1}: {2} → {3}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            before                      | after                                | from                 | to
            grant                       |                                      | sandbox_grant        | payg_pending_card
            grant                       | grant card                           | sandbox_grant        | payg_active
            ''                          | card                                 | payg_pending_card    | payg_active
            ''                          | grant                                | payg_pending_card    | sandbox_grant
            card grant                  | grant                                | payg_active          | sandbox_grant
            card                        | ''                                   | payg_active          | payg_pending_card
            grant                       | grant personal:active                | sandbox_grant        | personal_active
            ''                          | team:active                          | payg_pending_card    | team_active
            card                        | card team:trialing                   | payg_active          | team_active
            card personal:active        | card team:active                     | personal_active      | team_active
            team:active                 | personal:active                      | team_active          | personal_active
            card team:active            | card team:canceled                   | team_active          | payg_active
            team:active grant           | team:canceled grant                  | team_active          | sandbox_grant
            personal:active             | personal:canceled                    | personal_active      | payg_pending_card
            card personal:active        | card personal:active contract        | personal_active      | commercial_active
            grant                       | grant contract                       | sandbox_grant        | commercial_active
            card contract               | card ended                           | commercial_active    | payg_active
            team:active contract        | team:active ended                    | commercial_active    | team_active
            contract                    | ended                                | commercial_active    | payg_pending_card
            card                        | card overdue                         | payg_active          | payment_failed
            card personal:active        | card personal:past_due overdue       | personal_active      | payment_failed
            contract                    | contract overdue                     | commercial_active    | payment_failed
            card overdue                | card                                 | payment_failed       | payg_active
            team:past_due overdue       | team:active                          | payment_failed       | team_active
            card overdue                | card late                            | payment_failed       | restricted_read_only
            team:past_due overdue       | team:unpaid overdue                  | payment_failed       | restricted_read_only
            grant                       | grant operator                       | sandbox_grant        | restricted_read_only
            contract                    | contract dispute                     | commercial_active    | restricted_read_only
            card operator               | card                                 | restricted_read_only | payg_active
            card operator overdue       | card overdue                         | restricted_read_only | payment_failed
            team:unpaid dispute         | team:unpaid                          | restricted_read_only | restricted_read_only
            team:unpaid                 | team:active                          | restricted_read_only | team_active
            """)
    void aTransitionFollowsFromTheFactsAlone(@Nullable String before, @Nullable String after, String from, String to) {
        assertThat(BillingStateRules.derive(facts(before), NOW, GRACE).state().wire())
                .isEqualTo(from);
        assertThat(BillingStateRules.derive(facts(after), NOW, GRACE).state().wire())
                .isEqualTo(to);
    }

    private static Facts facts(@Nullable String words) {
        var facts = new Facts(0, false, null, null, true, null, false, null);
        for (var word : Objects.requireNonNullElse(words, "").split(" ", -1)) {
            facts = with(facts, word);
        }
        return facts;
    }

    private static Facts with(Facts f, String word) {
        var terms = Discount.NONE;
        var subscription = word.contains(":") ? subscription(word) : f.subscription();
        var delinquent = switch (word) {
            case "overdue" -> NOW.minusSeconds(1);
            case "late" -> NOW.minus(GRACE);
            default -> f.delinquentSince();
        };
        var contract = switch (word) {
            case "contract" -> new Contract(NOW.minusSeconds(1), NOW.plusSeconds(1), terms, null);
            case "ended" -> new Contract(NOW.minusSeconds(1), NOW, terms, null);
            default -> f.contract();
        };
        return new Facts(
                word.equals("grant") ? 1 : f.grantLeft(),
                word.equals("card") || f.cardOnFile(),
                subscription,
                delinquent,
                f.hadCardOrPlan(),
                contract,
                word.equals("operator") || f.operatorRestriction(),
                word.equals("dispute") ? NOW : f.disputeLostAt());
    }

    private static Subscription subscription(String word) {
        var words = word.split(":", -1);
        return new Subscription(
                PlanKey.ofWire(words[0]).orElseThrow(),
                SubscriptionStatus.ofWire(words[1]).orElseThrow());
    }

    @ParameterizedTest(name = "{0}: recommends {1}, card required {2}")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "null", textBlock = """
            state,                next,       cardRequired
            SANDBOX_GRANT,        payg,       false
            PAYG_PENDING_CARD,    payg,       true
            PAYG_ACTIVE,          personal,   false
            PERSONAL_ACTIVE,      team,       false
            TEAM_ACTIVE,          commercial, false
            COMMERCIAL_ACTIVE,    null,       false
            PAYMENT_FAILED,       null,       false
            RESTRICTED_READ_ONLY, null,       false
            """)
    void theDerivedFieldsAreThoseOfTheContract(BillingState state, @Nullable String next, boolean cardRequired) {
        var position = new BillingPosition(1, state, PlanKey.PAYG, PlanKey.PAYG);
        assertThat(position.nextRecommendedPlan().map(PlanKey::wire).orElse(null))
                .isEqualTo(next);
        assertThat(position.requiresCard()).isEqualTo(cardRequired);
    }

    @Test
    void theRightsFollowThePlan() {
        var rights = new HashMap<String, String>();
        for (var plan : PlanKey.values()) {
            rights.put(plan.wire(), plan.rightsKey());
        }
        assertThat(rights)
                .isEqualTo(Map.of(
                        "sandbox_grant", "evaluation",
                        "payg", "internal_use",
                        "personal", "internal_use",
                        "team", "internal_use",
                        "commercial", "commercial"));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void aStatusIsFoundByItsWordAndByItsNumber(SubscriptionStatus status) {
        assertThat(SubscriptionStatus.ofWire(status.wire())).contains(status);
        assertThat(SubscriptionStatus.ofNumber(status.number())).isEqualTo(status);
        assertThat(status.wire()).isEqualTo(status.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void numbersThatAreStoredNeverChange() {
        assertThat(EnumSet.allOf(SubscriptionStatus.class).stream().map(SubscriptionStatus::number))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(EnumSet.allOf(BillingState.class).stream().map(BillingState::number))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(EnumSet.allOf(PlanKey.class).stream().map(PlanKey::number)).containsExactly(1, 2, 3, 4, 5);
    }
}
