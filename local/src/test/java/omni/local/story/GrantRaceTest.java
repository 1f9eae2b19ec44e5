package omni.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@SharedWorld(SharedWorld.Kind.UNLIMITED)
class GrantRaceTest {

    private static final int GRANT = 250;

    private final World world;

    GrantRaceTest(World world) {
        this.world = world;
    }

    @Test
    void ofTwoThousandRacingCallsExactlyTheGrantSucceeds() throws Exception {
        var customer = world.signUp();
        var began = System.nanoTime();

        var answers = Race.run(2_000, number -> customer.call(Calls.ALL.get(number % Calls.ALL.size())));

        System.out.printf("2,000 racing calls: %.1f s%n", (System.nanoTime() - began) / 1e9);
        var served = answers.stream().filter(answer -> answer.status() == 200).toList();
        var refused = answers.stream().filter(answer -> answer.status() != 200).toList();
        assertThat(refused).allSatisfy(answer -> assertThat(answer.code()).isEqualTo("billing_required"));
        assertThat(refused).extracting(Answer::status).containsOnly(402);
        assertThat(served).hasSize(GRANT);
        assertThat(served)
                .extracting(answer -> Integer.valueOf(answer.header("Omni-Free-Grant-Remaining")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, GRANT).boxed().toList());
        assertThat(served)
                .filteredOn(answer -> answer.header("Omni-Billing-State").equals("payg_pending_card"))
                .singleElement()
                .satisfies(last ->
                        assertThat(last.header("Omni-Free-Grant-Remaining")).isEqualTo("0"));

        var rows = world.rows(customer);
        assertThat(rows)
                .extracting(Row::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, GRANT).boxed().toList());
        assertThat(rows).extracting(Row::requestId).containsExactlyInAnyOrderElementsOf(requestIds(served));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row)
                        .returns(200, Row::status)
                        .returns(1L, Row::units)
                        .returns(1L, Row::funding)
                        .returns(0L, Row::price));
        world.assertReconciled(customer);
        assertThat(world.account(customer).grant().unitsUsed()).isEqualTo(GRANT);
    }

    @Test
    void theSameRequestIdAThousandTimesIsAThousandChargesAndRows() throws Exception {
        var customer = world.signUp();
        world.useUpGrant(customer);
        world.payWithCard(customer);
        var program = customer.program().with("x-request-id", "mine");

        var answers = Race.run(1_000, number -> program.get(Calls.RESOLVE));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer.toString()).isEqualTo(200));
        assertThat(answers).extracting(answer -> answer.header("Request-Id")).containsOnly("mine");
        var rows = world.rows(customer);
        assertThat(rows)
                .hasSize(1_000)
                .allSatisfy(row -> assertThat(row)
                        .returns("mine", Row::requestId)
                        .returns(2L, Row::funding)
                        .returns(10_000L, Row::price));
        assertThat(rows).extracting(Row::usageId).doesNotHaveDuplicates();
        world.assertReconciled(customer);
        var budget = customer.billing().json().path("budget");
        assertThat(budget.path("accruedUsageCents").asLong()).isEqualTo(1_000);
        assertThat(budget.path("lineItems")).hasSize(1);
        assertThat(budget.path("lineItems").path(0).path("units").asLong()).isEqualTo(1_000);
        assertThat(budget.path("lineItems").path(0).path("amountCents").asLong())
                .isEqualTo(1_000);
    }

    private static List<String> requestIds(List<Answer> answers) {
        return answers.stream().map(answer -> answer.header("Request-Id")).toList();
    }
}
