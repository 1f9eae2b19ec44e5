package omni.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omni.account.Account;
import omni.account.Funding;
import omni.billing.BudgetCaps;
import omni.billing.Money;
import omni.fakes.Faults;
import omni.fakes.MeteredStore;
import omni.fakes.UsageStream.Delivery;
import omni.ledger.UsageRow;
import omni.meter.VoidMark;

/** One call with an Idempotency-Key, tried again and again by its caller, and what has to hold of all its attempts together. */
final class RetriedCall {

    private static final String KEY = "order 66";
    private static final String KEYED = "keyed-";
    private static final Duration PAST_THE_DEADLINE = Duration.ofMinutes(5);
    private static final Duration PAST_THE_LOCK = Duration.ofSeconds(61);

    /**
     * The circumstances.
     *
     * @param end how the work of every attempt ends
     * @param paid with a card and no grant left; else from the grant
     * @param crowded another call lands between any two attempts, so that the account's last call is not ours
     * @param monthEnds the second attempt is in the next month
     */
    record Setting(String sold, String end, boolean paid, boolean crowded, boolean monthEnds) {

        SoldRoute route() {
            return SoldRoute.valueOf(sold);
        }

        SoldWork.End workEnd() {
            return SoldWork.End.valueOf(end);
        }

        /** Every combination of these routes and ends. */
        static List<Setting> all(List<String> solds, List<String> ends) {
            var all = new ArrayList<Setting>();
            for (var sold : solds) {
                for (var end : ends) {
                    for (var bits = 0; bits < 8; bits++) {
                        all.add(new Setting(sold, end, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0));
                    }
                }
            }
            return all;
        }
    }

    private final Setting setting;
    private final Service service;
    private final List<ReceivedAnswer> answers = new ArrayList<>();
    private int attempts;

    private RetriedCall(Setting setting, MeteredStore store, String orgId) {
        var start = Instant.parse(setting.monthEnds ? "2026-05-31T23:59:30Z" : "2026-05-14T09:30:00Z");
        this.setting = setting;
        this.service = new Service(store, orgId, start, true);
        store.put(Account.open(orgId, true, setting.paid ? 0 : 250, start));
        if (setting.paid) {
            store.change(orgId, RetriedCall::withCard);
        }
    }

    static RetriedCall on(MeteredStore store, String orgId, Setting setting) {
        return new RetriedCall(setting, store, orgId);
    }

    private static Account withCard(Account account) {
        return changed(account, new Account.Standing(true, null, null, true, null, false, null), account.caps());
    }

    private static Account changed(Account account, Account.Standing standing, BudgetCaps caps) {
        return account.withStanding(standing).withCaps(caps);
    }

    Service service() {
        return service;
    }

    /** While the work runs, some key of the organization is revoked: the caller's own is looked at once more. */
    RetriedCall whileKeysMove(Runnable move) {
        service.work().during(move);
        return this;
    }

    /** Sets or lifts a cap under which no paid call fits. */
    void cap(boolean set) {
        service.store()
                .change(
                        service.orgId(),
                        account -> changed(
                                account, account.standing(), set ? new BudgetCaps(0L, null, null) : BudgetCaps.NONE));
    }

    /** One attempt; empty when its process died. */
    Optional<ReceivedAnswer> attempt(Faults faults) {
        return attempt(setting.workEnd(), faults);
    }

    Optional<ReceivedAnswer> attempt(SoldWork.End end, Faults faults) {
        attempts++;
        var got = service.attempt(SentRequest.to(setting.route()).key(KEY).label(KEYED + attempts), end, faults);
        got.ifPresent(answers::add);
        return got;
    }

    /** What happens before the caller tries again. */
    void later(Delivery delivery) {
        if (setting.crowded) {
            assertThat(service.call(SentRequest.to(SoldRoute.PLAIN), SoldWork.End.OK)
                            .status())
                    .isEqualTo(200);
        }
        service.stream().deliver(delivery);
        service.clock().advance(PAST_THE_LOCK);
        service.enforceDeadline();
    }

    /** The caller tries a last time, undisturbed: the stored answer if there is one, else the work's. It reads its answer once more, and the books are closed. */
    void finish() {
        attempt(new Faults());
        var last = answers.getLast();
        if (setting.workEnd() == SoldWork.End.OK || answers.stream().anyMatch(ReceivedAnswer::ok)) {
            assertThat(last.status()).as("%s", answers).isEqualTo(200);
        } else {
            assertThat(last.code()).as("%s", answers).isEqualTo("entity_not_found");
        }
        check();
        replay(last);
        check();
    }

    private void replay(ReceivedAnswer last) {
        if (last.ok()) {
            var again = attempt(new Faults()).orElseThrow();
            assertThat(again.isReplayed()).isTrue();
            assertThat(again.body()).isEqualTo(last.body());
            assertThat(again.header("Omni-Estimated-Cost")).isEqualTo("$0.0000");
        }
    }

    /** Once the stream is read: answered once and charged once, or neither; and every counter is the sum of its rows. */
    void check() {
        service.stream().deliver(Delivery.ALL);
        service.clock().advance(PAST_THE_DEADLINE);
        service.enforceDeadline();
        service.stream().deliver(Delivery.ALL);
        service.stream().deliverAgain();
        assertThat(service.stream().rows()).as("ends that nobody knows").noneMatch(UsageRow::isUnproven);
        var successes = answers.stream().filter(ReceivedAnswer::ok).toList();
        var charges = charges();
        assertThat(charges).as("%s", answers).hasSize(successes.isEmpty() ? 0 : 1);
        assertThat(successes.stream().map(ReceivedAnswer::data).distinct()).hasSizeLessThan(2);
        assertThat(successes.stream()
                        .filter(got -> got.isReplayed())
                        .map(ReceivedAnswer::body)
                        .distinct())
                .hasSizeLessThan(2);
        charges.forEach(row -> {
            assertThat(row.funding()).isEqualTo(setting.paid ? Funding.PAID : Funding.GRANT);
            assertThat(row.price().microDollars())
                    .isEqualTo(setting.paid ? setting.route().microDollars() : 0);
            assertThat(row.call().status()).isEqualTo(200);
        });
        checkBalance();
    }

    /** The rows of the retried call that count. */
    List<UsageRow> charges() {
        return service.stream().rows().stream()
                .filter(row -> row.call().requestId().startsWith(KEYED) && row.isCharged())
                .toList();
    }

    /** The marks of all attempts. */
    List<VoidMark> marks() {
        return service.stream().marks();
    }

    private void checkBalance() {
        var rows = service.stream().rows();
        var account = service.account();
        assertThat(account.grant().unitsUsed())
                .isEqualTo(rows.stream()
                        .filter(row -> row.funding() == Funding.GRANT)
                        .count());
        assertThat(account.ledger().accrual().plus(account.ledger().previousAccrual()))
                .isEqualTo(rows.stream().map(UsageRow::price).reduce(Money.ZERO, Money::plus));
        if (!setting.monthEnds) {
            assertThat(account.ledger().aiUnitsUsed())
                    .isEqualTo(rows.stream()
                            .filter(UsageRow::isCharged)
                            .mapToLong(row -> row.call().aiUnits())
                            .sum());
        }
    }

    List<ReceivedAnswer> answers() {
        return answers;
    }

    /** Runs a story and names it where it fails. */
    static void runNamed(String story, Runnable run) {
        try {
            run.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(story + ": " + e.getMessage(), e);
        }
    }
}
