package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import omni.account.Account;
import omni.account.Windows;
import org.junit.jupiter.api.Test;

/** Minutes and months, on a clock that moves only when it is told to. */
@SharedWorld(SharedWorld.Kind.STILL)
class WindowsTest {

    private static final int SECTIONS_PER_MINUTE = 180;

    private final World world;

    WindowsTest(World world) {
        this.world = world;
    }

    @Test
    void theLimitOfAMinuteIsExactAndItsRefusalSaysWhenToComeAgain() throws Exception {
        var customer = world.signUp();
        toNextMinute();

        var answers = Race.run(SECTIONS_PER_MINUTE + 40, number -> customer.call(Calls.SECTION));

        var served = answers.stream().filter(answer -> answer.status() == 200).toList();
        assertThat(served)
                .extracting(answer -> Integer.valueOf(answer.header("X-RateLimit-Remaining")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, SECTIONS_PER_MINUTE).boxed().toList());
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(40)
                .allSatisfy(this::assertLimited);
        assertThat(world.rows(customer)).hasSize(SECTIONS_PER_MINUTE);
        assertThat(customer.call(Calls.RESOLVE).status()).as("another class").isEqualTo(200);

        var retryAfter = Integer.parseInt(customer.call(Calls.SECTION).header("Retry-After"));
        world.advance(Duration.ofSeconds(retryAfter - 1));
        assertThat(customer.call(Calls.SECTION).status())
                .as("a second too early")
                .isEqualTo(429);
        world.advance(Duration.ofSeconds(1));
        assertThat(customer.call(Calls.SECTION).status())
                .as("after Retry-After")
                .isEqualTo(200);
    }

    private void assertLimited(Answer answer) {
        answer.is(429, "rate_limit_exceeded");
        assertThat(answer.field("type")).isEqualTo("invalid_request_error");
        answer.holds("{message: 'Rate limit exceeded on the sandbox_grant plan for section_extract requests.'}");
        var details = answer.json().path("details");
        assertThat(names(details))
                .containsExactlyInAnyOrder(
                        "meterClass",
                        "limit",
                        "period",
                        "planKey",
                        "upgradeUrl",
                        "action",
                        "retryable",
                        "retryAfterSeconds");
        Answer.holds(details, """
                {meterClass: 'section_extract', limit: %s, period: 'minute', planKey: 'sandbox_grant',
                 action: 'retry_after', retryable: true}""", SECTIONS_PER_MINUTE);
        // All 180 lie at the start of this minute: one leaves when less than 1/180 of it still counts.
        assertThat(answer.header("Retry-After")).isEqualTo("61");
        assertThat(details.path("retryAfterSeconds").asInt()).isEqualTo(61);
        assertThat(answer.header("Omni-Quota-Limit")).isEqualTo("180");
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("180");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(answer.header("X-RateLimit-Reset"))
                .isEqualTo(Long.toString(world.now().plusSeconds(120).getEpochSecond()));
        assertThat(answer.header("Omni-Free-Grant-Remaining")).isEqualTo("70");
        assertThat(answer.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
    }

    @Test
    void theWindowSlides() throws Exception {
        var customer = world.signUp();
        toNextMinute();
        for (var call = 0; call < 120; call++) {
            assertThat(customer.call(Calls.SECTION).status()).isEqualTo(200);
        }
        // Half of the next minute later, half of the 120 still count: 120 more fit.
        world.advance(Duration.ofSeconds(90));
        var statuses = new ArrayList<Integer>();
        for (var call = 0; call < 121; call++) {
            statuses.add(customer.call(Calls.SECTION).status());
        }
        assertThat(statuses.subList(0, 120)).containsOnly(200);
        assertThat(statuses.getLast()).isEqualTo(429);
        world.advance(Duration.ofMinutes(2));
        assertThat(customer.call(Calls.SECTION).header("X-RateLimit-Remaining")).isEqualTo("179");
    }

    @Test
    void aFreeRouteCountsItsWindowBeforeItsWork() throws Exception {
        var customer = world.signUp();
        world.advance(Duration.ofMinutes(2));
        assertThat(customer.call("/v1/limits").header("X-RateLimit-Remaining")).isEqualTo("599");
        assertThat(customer.call("/v1/org").header("X-RateLimit-Remaining")).isEqualTo("598");
        counted(customer, 0, 599);

        assertThat(customer.call("/v1/limits").header("X-RateLimit-Remaining")).isEqualTo("0");
        var refused = customer.createKey("{\"label\":\"not made\"}");

        refused.is(429);
        assertThat(refused.field("details.meterClass")).isEqualTo("platform_read");
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
        assertThat(world.rows(customer)).hasSize(1);
        world.advance(Duration.ofMinutes(3));
        assertThat(customer.browser().get("/v1/api_keys").at("data"))
                .as("the refused creation did nothing")
                .hasSize(1);
    }

    @Test
    void monthsTurnInTheMiddleOfCalls() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        var monthEnd = monthEnd();
        world.advance(Duration.between(world.now(), monthEnd.minusMillis(1)));
        var answered = new AtomicInteger();

        var answers = Race.run(300, number -> {
            var answer = customer.call(Calls.RESOLVE);
            if (answered.incrementAndGet() == 100) {
                world.advance(Duration.ofMillis(1));
            }
            return answer;
        });

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        var ledger = world.account(customer).ledger();
        assertThat(ledger.sequence()).isEqualTo(300);
        assertThat(ledger.previousSequence()).isBetween(1L, 299L);
        assertThat(ledger.previousAccrual().microDollars()).isEqualTo(ledger.previousSequence() * 10_000);
        assertThat(ledger.accrual().microDollars()).isEqualTo((300 - ledger.previousSequence()) * 10_000);
        assertThat(world.rows(customer)).hasSize((int) (300 - ledger.previousSequence()));
        var budget = customer.billing().json().path("budget");
        Answer.holds(budget, """
                {invoicePeriod: '%s', accruedUsageCents: %s}""", monthEnd.toString().substring(0, 7), 300 - ledger.previousSequence());
        assertThat(budget.path("lineItems")).hasSize(1);
        assertThat(budget.path("lineItems").path(0).path("units").asLong()).isEqualTo(300 - ledger.previousSequence());
    }

    @Test
    void aNewMonthBeginsAtZeroBeforeItsFirstCall() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        assertThat(customer.call(Calls.SECTION).status()).isEqualTo(200);
        world.drain();
        assertThat(customer.billing().at("budget.accruedUsageCents").asLong()).isEqualTo(5);
        var monthEnd = monthEnd();
        world.advance(Duration.between(world.now(), monthEnd));

        var budget = customer.billing().json().path("budget");

        assertThat(budget.path("accruedUsageCents").asLong()).isZero();
        assertThat(budget.path("lineItems")).isEmpty();
        Answer.holds(budget, "{invoicePeriod: '%s'}", monthEnd.toString().substring(0, 7));
        assertThat(customer.call(Calls.RESOLVE).status()).isEqualTo(200);
        var ledger = world.account(customer).ledger();
        assertThat(ledger.previousAccrual().microDollars()).isEqualTo(50_000);
        assertThat(ledger.accrual().microDollars()).isEqualTo(10_000);
        assertThat(ledger.sequence()).isEqualTo(2);
        assertThat(customer.billing().at("freeGrantRemaining").asInt())
                .as("one-off")
                .isZero();
    }

    @Test
    void headIsBilledAsGetAndHasNoBody() throws Exception {
        var customer = world.signUp();

        var head = customer.program().head(Calls.SECTION);

        head.is(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Omni-Free-Grant-Remaining")).isEqualTo("249");
        assertThat(head.header("Omni-Estimated-Cost")).isEqualTo("$0.0500");
        assertThat(head.header("Omni-Meter-Class")).isEqualTo("section_extract");
        assertThat(world.rows(customer)).singleElement().returns(1L, Row::units).returns(200, Row::status);
        customer.program().head("/v1/limits").is(200);
    }

    private void toNextMinute() {
        var next = world.now().truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
        world.advance(Duration.between(world.now(), next));
    }

    private Instant monthEnd() {
        var now = world.now().atOffset(java.time.ZoneOffset.UTC);
        return now.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1).toInstant();
    }

    /** As if so many calls of a class had been made in this minute. */
    private void counted(Customer customer, int meterClass, long calls) {
        var account = world.account(customer);
        world.accounts()
                .put(new Account(
                        account.orgId(),
                        account.live(),
                        account.factsVersion(),
                        account.keysVersion(),
                        account.grant(),
                        account.standing(),
                        account.ledger(),
                        account.caps(),
                        account.approvals(),
                        new Windows(Windows.minuteOf(world.now()), Map.of(meterClass, calls), Map.of()),
                        account.last()));
    }

    private static java.util.List<String> names(com.fasterxml.jackson.databind.JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
