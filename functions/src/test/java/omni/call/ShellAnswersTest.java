package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omni.access.StoreUnavailable;
import omni.endpoint.Endpoints;
import omni.fakes.AnAccount;
import omni.fakes.Ask;
import omni.fakes.Probe;
import omni.fakes.Rig;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.ledger.UsageRow;
import omni.log.CommitLine;
import omni.meter.KeyCheck;
import omni.meter.Meter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer carries by its kind (contract 8), and how the shell serves when something is amiss (contract 4, 5.4, 15). */
class ShellAnswersTest {

    private static final List<String> OF_ORGANIZATION =
            List.of("Omni-Plan-Key", "Omni-Billing-State", "Omni-Billing-Status");
    private static final List<String> OF_WINDOW =
            List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    private static final List<String> OF_METER =
            List.of("Omni-Meter-Class", "Omni-Token-Count", "Omni-Estimated-Cost", "Omni-Version");

    private final Rig rig = new Rig();

    private Ask.Answer resolve(Ask ask, Endpoint work) {
        return ask.of(new Probe(Endpoints.RESOLVE_ENTITY.operation(), rig.shell, work));
    }

    private Ask.Answer resolve(Caller caller) {
        return resolve(Ask.of("GET", "/v1/entities/resolve").by(caller), e -> Reply.Answer.ok(Map.of("a", 1)));
    }

    private Ask.Answer principal() {
        return Ask.of("GET", "/v1/me").by(rig.byKey("read:sec")).of(rig.function(Endpoints.GET_PRINCIPAL));
    }

    @Test
    void aPublicAnswerSaysNothingOfAnOrganization() {
        var answer = Ask.of("GET", "/v1/billing/rates")
                .by(rig.byKey("read:sec"))
                .of(rig.function(Endpoints.GET_BILLING_RATES));
        assertThat(answer.headers().keySet()).containsAll(OF_METER).doesNotContainAnyElementsOf(OF_ORGANIZATION);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("platform_read");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
    }

    @Test
    void aFreeAnswerTellsPlanStateAndWindow() {
        var answer = principal();
        assertThat(answer.headers().keySet())
                .containsAll(OF_METER)
                .containsAll(OF_ORGANIZATION)
                .containsAll(OF_WINDOW)
                .doesNotContain("Omni-Free-Grant-Remaining", "Omni-Grant-Status", "Omni-AI-Quota-Limit");
        assertThat(answer.header("Omni-Plan-Key")).isEqualTo("sandbox_grant");
        assertThat(answer.header("Omni-Billing-State")).isEqualTo("sandbox_grant");
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo("ok");
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("600");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(answer.header("X-RateLimit-Reset"))
                .isEqualTo(Long.toString(Rig.NOW.getEpochSecond() / 60 * 60 + 120));
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aMeteredAnswerTellsGrantAndPriceToo() {
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().keySet())
                .containsAll(OF_METER)
                .containsAll(OF_ORGANIZATION)
                .containsAll(OF_WINDOW);
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("entity_resolve");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0100");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(answer.headers()).doesNotContainKeys("Omni-Budget-Used", "Omni-Grant-Status", "Omni-AI-Quota-Limit");
    }

    @Test
    void theLastGrantUnitFlipsTheStateInItsOwnAnswer() {
        rig.account(rig.fresh().grantLeft(1));
        var last = resolve(rig.byKey("read:sec"));
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.header("Omni-Free-Grant-Remaining")).isEqualTo("0");
        assertThat(last.header("Omni-Billing-State")).isEqualTo("payg_pending_card");
        assertThat(last.header("Omni-Plan-Key")).isEqualTo("payg");
        assertThat(last.header("Omni-Billing-Status")).isEqualTo("blocked");
        assertThat(last.header("Omni-Grant-Status")).isEqualTo("exhausted");
        var writes = rig.store.writes().size();
        var refused = resolve(rig.byKey("read:sec"));
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("Omni-Free-Grant-Remaining")).isEqualTo("0");
        assertThat(refused.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(rig.store.writes()).hasSize(writes);
    }

    /** Contract 6.3: units left after the call. */
    @ParameterizedTest(name = "{0} left")
    @CsvSource(useHeadersInDisplayName = true, nullValues = "none", textBlock = """
            left, status,      percent, action
            51,   '',          '',      ''
            50,   approaching, 80,      add_payment_method_soon
            1,    approaching, 99,      add_payment_method_soon
            0,    exhausted,   100,     add_payment_method
            """)
    void fromFourFifthsOfTheGrantAnswersAdvise(long left, String status, String percent, String action) {
        rig.account(rig.fresh().grantLeft(left + 1));
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.header("Omni-Grant-Status")).isEqualTo(status);
        assertThat(answer.header("Omni-Grant-Consumed-Percent")).isEqualTo(percent);
        assertThat(answer.header("Omni-Grant-Remaining")).isEqualTo(status.isEmpty() ? "" : Long.toString(left));
        assertThat(answer.header("Omni-Grant-Action")).isEqualTo(action);
        assertThat(answer.header("Omni-Grant-Action-Url"))
                .isEqualTo(status.isEmpty() ? "" : "https://example.com/billing");
        assertThat(answer.headers().containsKey("Omni-Grant-Warning")).isEqualTo(status.equals("approaching"));
        assertThat(answer.header("Omni-Billing-Status"))
                .isEqualTo(left == 0 ? "blocked" : status.isEmpty() ? "ok" : "attention");
    }

    @Test
    void noAdviceIsGivenToAnOrganizationWithACard() {
        rig.account(rig.fresh().card().grantLeft(3));
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("Omni-Grant-"));
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo("ok");
    }

    /** Contract 6.4 and 5.5; a call of one cent is paid first, and where no other one fits, that is all. */
    @ParameterizedTest(name = "cap {0}, accrued {1}: {2} %, {3}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            cap, accrued, used, status
            10,  0,       10,   ok
            3,   0,       33,   ok
            10,  80000,   90,   ok
            10,  80001,   90,   blocked
            10,  90000,   100,  blocked
            """)
    void theBudgetIsToldInWholePercent(long cap, long accrued, String used, String status) {
        rig.account(rig.fresh().card().grantLeft(0).spendCapCents(cap).withAccrual(accrued));
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Omni-Budget-Used")).isEqualTo(used);
        assertThat(answer.header("Omni-Billing-Status")).isEqualTo(status);
    }

    @Test
    void aCapOfNothingIsWhollyUsed() {
        rig.account(rig.fresh().card().grantLeft(0).spendCapCents(0));
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.code()).isEqualTo("billing_budget_hard_cap_exceeded");
        assertThat(answer.header("Omni-Budget-Used")).isEqualTo("100");
    }

    @Test
    void aReachedSoftCapAsksForAttention() {
        rig.account(rig.fresh().card().grantLeft(0).softCapCents(1));
        assertThat(resolve(rig.byKey("read:sec")).header("Omni-Billing-Status")).isEqualTo("attention");
    }

    @Test
    void aFailedCallBurnsNothingAndHasItsPlaceInTheWindow() {
        var answer = resolve(
                Ask.of("GET", "/v1/entities/resolve").by(rig.byKey("read:sec")),
                e -> Reply.Problem.of(ErrorCode.ENTITY_NOT_FOUND, "No."));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("250");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(rig.store.account(Rig.ORG, true).ledger().sequence()).isEqualTo(1);
    }

    @Test
    void aTestKeysCallIsFreeAndCountedApart() {
        var answer = resolve(rig.byTestKey("read:sec"));
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("250");
        assertThat(rig.store.account(Rig.ORG, true).ledger().sequence()).isZero();
        assertThat(rig.store.account(Rig.ORG, false).ledger().sequence()).isEqualTo(1);
    }

    @Test
    void aKeyRefusedAtTheCommitIs401AndLearnsNothingOfTheOrganization() {
        var caller = rig.byKey("read:sec");
        var moved = rig.store.account(Rig.ORG, true);
        rig.store.script(new Meter.Result.Refused(withKeysVersion(moved)));
        rig.keysAre(KeyCheck.Result.REFUSED);
        var answer = resolve(caller);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("authentication_failed");
        assertThat(answer.headers().keySet())
                .doesNotContainAnyElementsOf(OF_ORGANIZATION)
                .doesNotContainAnyElementsOf(OF_WINDOW)
                .doesNotContain("WWW-Authenticate", "Omni-Free-Grant-Remaining");
        assertThat(answer.header("Omni-Meter-Class")).isEqualTo("entity_resolve");
    }

    private static omni.account.Account withKeysVersion(omni.account.Account a) {
        return new omni.account.Account(
                a.orgId(),
                a.live(),
                a.factsVersion(),
                a.keysVersion() + 1,
                a.grant(),
                a.standing(),
                a.ledger(),
                a.caps(),
                a.approvals(),
                a.windows(),
                a.last());
    }

    @Test
    void aFreeRoutesWindowIsCountedBeforeItsWorkAndRefusesTheNextCall() {
        for (var call = 0; call < 600; call++) {
            assertThat(principal().status()).isEqualTo(200);
        }
        var answer = principal();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("rate_limit_exceeded");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(answer.header("Omni-Quota-Limit")).isEqualTo("600");
        assertThat(answer.header("Retry-After")).isEqualTo("40");
        assertThat(answer.details()).containsEntry("retryAfterSeconds", 40L);
        rig.clock.advance(Duration.ofSeconds(39));
        assertThat(principal().status()).isEqualTo(429);
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(principal().status()).isEqualTo(200);
    }

    @Test
    void rateLimitsThatAreOffAreNotTold() {
        var off = new Rig(Map.of("OMNI_RATE_LIMIT_ENABLED", "false"));
        var answer = Ask.of("GET", "/v1/me").by(off.byKey("read:sec")).of(off.function(Endpoints.GET_PRINCIPAL));
        assertThat(answer.headers().keySet()).doesNotContainAnyElementsOf(OF_WINDOW);
    }

    @Test
    void aFreeRouteIsServedThoughItsCountWasMissedAndThatIsLogged() {
        rig.store.script(new Meter.Result.Unknown("no answer"));
        assertThat(principal().status()).isEqualTo(200);
        assertThat(rig.log.lines()).hasSize(2);
        assertThat(rig.log.lines().getFirst())
                .containsEntry("event", "window_count_missed")
                .containsEntry("operation", "GetPrincipal")
                .containsEntry("cause", "no answer");
    }

    @Test
    void aMeteredCallWhoseCounterIsOutIsServedNothing() {
        var throttled = new Meter.Result.NotApplied("throttled");
        rig.store.script(throttled, throttled, throttled, throttled, throttled);
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("metering_unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.details()).containsEntry("retryable", true);
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("250");
    }

    @Test
    void anUnreachableStoreIs503WithRetryAfterAndStillTellsTheState() {
        rig.store.reachable(false);
        var answer = Ask.of("GET", "/v1/org").by(rig.byKey("read:sec")).of(rig.function(Endpoints.GET_ORGANIZATION));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("service_unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.details()).containsEntry("retryable", true);
        assertThat(answer.headers().keySet()).containsAll(OF_ORGANIZATION);
        assertThat(rig.log.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.operation()).isEqualTo("GetOrganization");
            assertThat(fault.fault()).isInstanceOf(StoreUnavailable.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET_PRINCIPAL", "RESOLVE_ENTITY"})
    void anythingUnexpectedIs500WithoutDetailAndOneLineWithIt(Endpoints endpoint) {
        var probe = new Probe(endpoint.operation(), rig.shell, e -> {
            throw new IllegalStateException("secret internals");
        });
        var answer = Ask.of("GET", endpoint.operation().path())
                .by(rig.byKey("read:sec"))
                .header("x-request-id", "r-9")
                .of(probe);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("IllegalState");
        assertThat(answer.headers().keySet()).containsAll(OF_ORGANIZATION);
        assertThat(rig.log.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.requestId()).isEqualTo("r-9");
            assertThat(fault.fault()).hasMessage("secret internals");
        });
    }

    @Test
    void theLineOfARequestHasEveryFieldAndThatOfItsCommitTheWholeRow() {
        rig.account(rig.fresh().grantLeft(100));
        var answer = resolve(rig.byKey("read:sec"));
        assertThat(rig.log.lines()).extracting(each -> each.get("event")).containsExactly("commit", "request");
        var row = UsageRow.of(rig.store.account(Rig.ORG, true)).orElseThrow();
        assertThat(rig.log.lines().getFirst()).isEqualTo(new CommitLine(row).fields());
        var line = rig.log.last();
        assertThat(line.keySet())
                .contains("requestId", "traceparent", "meterClass", "planKey", "billingStatus", "billingState")
                .contains("freeGrantRemaining", "tokenCount", "estimatedCost", "tokenCountEstimated", "usageId")
                .contains("status", "latencyMs", "operation", "errorCode");
        assertThat(line)
                .containsEntry("requestId", answer.header("Request-Id"))
                .containsEntry("traceparent", answer.header("traceparent"))
                .containsEntry("meterClass", "entity_resolve")
                .containsEntry("planKey", "sandbox_grant")
                .containsEntry("billingStatus", "ok")
                .containsEntry("billingState", "sandbox_grant")
                .containsEntry("freeGrantRemaining", 99L)
                .containsEntry("tokenCount", 0L)
                .containsEntry("estimatedCost", "$0.0100")
                .containsEntry("tokenCountEstimated", false)
                .containsEntry("status", 200)
                .containsEntry("latencyMs", 14L)
                .containsEntry("errorCode", null);
        assertThat(row.call().usageId()).isEqualTo(line.get("usageId"));
    }

    @Test
    void theLineOfARefusalNamesItsCodeAndNoUsage() {
        rig.account(rig.fresh().grantLeft(0));
        resolve(rig.byKey("read:sec"));
        assertThat(rig.log.last())
                .containsEntry("status", 402)
                .containsEntry("errorCode", "billing_required")
                .containsEntry("usageId", null)
                .containsEntry("estimatedCost", "$0.0000");
    }

    /** Contract 5.4, the last column. */
    @Test
    void aRestrictedOrganizationReadsAndHasItsWaysOutAndChangesNothingElse() {
        var secret = rig.key("key_2", true, "read:sec");
        assertThat(secret).isNotEmpty();
        for (var restriction : List.of("operator", "grace")) {
            AnAccount restricted = restriction.equals("operator")
                    ? rig.fresh().card().withRestriction()
                    : rig.fresh().card().delinquentSince(Rig.NOW.minus(Duration.ofDays(7)));
            rig.account(restricted);
            assertThat(principal().status()).isEqualTo(200);
            assertThat(Ask.of("GET", "/v1/limits")
                            .by(rig.byKey("*"))
                            .of(rig.function(Endpoints.GET_LIMITS))
                            .status())
                    .isEqualTo(200);
            assertThat(Ask.of("DELETE", "/v1/api_keys/key_2")
                            .pathParameter("keyId", "key_2")
                            .by(rig.byKey("*"))
                            .of(rig.function(Endpoints.REVOKE_API_KEY))
                            .status())
                    .isEqualTo(200);
            var refused = Ask.of("POST", "/v1/api_keys").by(rig.byKey("*")).of(rig.function(Endpoints.CREATE_API_KEY));
            assertThat(refused.status()).isEqualTo(402);
            assertThat(refused.code()).isEqualTo("billing_required");
            assertThat(refused.details())
                    .containsEntry("reason", restriction.equals("operator") ? "restricted" : "payment_failed")
                    .containsEntry("meterClass", "platform_read")
                    .containsEntry("billingState", "restricted_read_only")
                    .containsEntry("planKey", "sandbox_grant")
                    .containsEntry("publicPlanKey", "payg");
            assertThat(resolve(rig.byKey("read:sec")).code()).isEqualTo("billing_required");
        }
        assertThat(rig.store.ring(Rig.ORG).keys()).hasSize(1);
    }

    @Test
    void theWaysOutAndTheQuoteAreThoseOfTheContract() {
        var open = new ArrayList<String>();
        for (var endpoint : Endpoints.values()) {
            var operation = endpoint.operation();
            if (!operation.reads()
                    && operation.access().servesRestricted()
                    && operation.path().startsWith("/v1/")
                    && !operation.access().withoutCredential()
                    && !operation.path().startsWith("/v1/admin/")) { // an operator can lift their own restriction
                open.add(operation.operationId());
            }
        }
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "OpenPortal",
                        "StartCheckout",
                        "ActivatePayg",
                        "RevokeApiKey",
                        "RemoveMember",
                        "RevokeBootstrapToken",
                        "QuoteBilling");
    }
}
