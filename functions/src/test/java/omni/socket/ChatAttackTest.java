package omni.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import omni.billing.Money;
import omni.chat.ChatLimits;
import omni.fakes.Rig;
import omni.ledger.UsageRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Many messages at once, over several connections of one person. */
class ChatAttackTest {

    private static final List<String> CONNECTIONS = List.of("A", "B", "C", "D", "E");

    private final SocketRig rig = new SocketRig();

    ChatAttackTest() {
        CONNECTIONS.forEach(rig::connect);
    }

    private void atOnce(int count, IntConsumer send) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(16)) {
            var all = IntStream.range(0, count)
                    .mapToObj(number -> threads.submit((Callable<Boolean>) () -> {
                        start.await();
                        send.accept(number);
                        return true;
                    }))
                    .toList();
            start.countDown();
            for (var each : all) {
                each.get();
            }
        }
    }

    private List<Map<String, @Nullable Object>> all(String type) {
        var found = new ArrayList<Map<String, @Nullable Object>>();
        CONNECTIONS.forEach(connection -> rig.got(connection).stream()
                .filter(frame -> type.equals(frame.get("type")))
                .forEach(found::add));
        return found;
    }

    private static String connection(int number) {
        return CONNECTIONS.get(number % CONNECTIONS.size());
    }

    @RepeatedTest(5)
    void ofFortyAtOnceOverFiveConnectionsThirtyAreAccepted() throws Exception {
        atOnce(40, number -> rig.send(connection(number), SocketRig.chat("m-" + number)));

        assertThat(all("chat-accepted")).hasSize(30);
        assertThat(all("error"))
                .hasSize(10)
                .allSatisfy(frame -> assertThat(frame)
                        .containsEntry("event", "rate_limited")
                        .containsEntry("retryAfterMs", 60_000L));
        assertThat(rig.charges()).hasSize(30);
        assertThat(rig.runs).hasSize(30);
        assertThat(rig.windowLeft()).isZero();
    }

    @RepeatedTest(5)
    void oneIdAtOnceOverFiveConnectionsIsOneMessage() throws Exception {
        atOnce(20, number -> rig.send(connection(number), SocketRig.chat("m-1")));

        assertThat(rig.charges()).hasSize(1);
        assertThat(rig.runs).hasSize(1);
        assertThat(rig.windowLeft()).isEqualTo(29);
        assertThat(rig.message("m-1").frames()).hasSize(1);
        assertThat(rig.types(rig.message("m-1").connectionId())).contains("chat-accepted");
    }

    /** No window but the grant bounds them: 250 and not one more. */
    @RepeatedTest(2)
    void aGrantOfTwoHundredAndFiftyServesAsManyOfThreeHundredAndNoMore() throws Exception {
        rig.limits = new ChatLimits(600, true, 20);
        rig.rig.account(rig.rig.fresh().grantLeft(250).card().spendCapCents(0));
        atOnce(300, number -> rig.send(connection(number), SocketRig.chat("m-" + number)));

        assertThat(all("chat-accepted")).hasSize(250);
        assertThat(all("error"))
                .hasSize(50)
                .allSatisfy(frame -> assertThat(frame).containsEntry("code", "billing_budget_hard_cap_exceeded"));
        assertThat(rig.charges()).hasSize(250);
        assertThat(rig.account().grant().unitsUsed()).isEqualTo(250);
        assertThat(rig.windows.remaining(SocketRig.ANN.userId(), 600, Rig.NOW)).isEqualTo(350);
    }

    /** At rest the counter is the rows without the credits, whoever proved and whoever died. */
    @RepeatedTest(3)
    void atRestTheCounterIsTheRowsWithoutTheCredits() throws Exception {
        rig.rig.account(rig.rig.fresh().grantLeft(0).card());
        rig.limits = new ChatLimits(600, true, 20);
        atOnce(60, number -> {
            rig.send(connection(number), SocketRig.chat("m-" + number));
            if (number % 3 == 0) {
                rig.answer("m-" + number);
            }
        });
        rig.rest();

        assertThat(rig.charges()).hasSize(20).noneMatch(UsageRow::isUnproven);
        assertThat(rig.account().ledger().accrual())
                .isEqualTo(rig.charges().stream().map(UsageRow::price).reduce(Money.ZERO, Money::plus));
    }
}
