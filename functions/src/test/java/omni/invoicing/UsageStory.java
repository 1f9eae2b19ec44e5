package omni.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import omni.billing.InMemoryInvoice;
import omni.billing.InvoicePeriod;
import omni.billing.Money;
import omni.fakes.Stumbling.Death;
import omni.invoicing.TroubledPorts.Trouble;

/** Some months of an organization, drawn by a seed: calls, credits, faults, hands in Stripe; then all heals, and must add up. */
final class UsageStory {

    private final UsageLife life;
    private final Random random;
    private final String what;
    private final List<String> charged = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    /** @param what is told when it fails: the seed */
    UsageStory(UsageLife life, Random random, String what) {
        this.life = life;
        this.random = random;
        this.what = what;
    }

    /** Anything may happen, by anybody's hand. */
    void play(int length) {
        life.customer();
        life.subscribe();
        life.clock.advance(Duration.ofSeconds(2));
        for (var step = 0; step < length; step++) {
            if (random.nextInt(3) == 0) {
                wild();
            } else {
                ordinary();
            }
        }
        heal();
    }

    /** Calls, credits and faults, but a webhook that holds each draft, and an hourly run that is not down for a day. */
    void playOrdinary(int length) {
        life.customer();
        life.subscribe();
        life.clock.advance(Duration.ofSeconds(2));
        for (var step = 0; step < length; step++) {
            if (random.nextInt(4) == 0) {
                ordinary();
            }
            call();
            life.deliver();
            nextRun();
            push();
        }
        heal();
        var invoices = life.invoices();
        var carried = life.reports.of(UsageLife.ORG).stream()
                .anyMatch(book -> !book.amounts().carryOvers().isEmpty());
        if (!carried) {
            life.ledgers()
                    .forEach((month, amount) -> assertThat(invoices.getOrDefault(month, Money.ZERO))
                            .as("%s: %s, %s", what, month, steps)
                            .isEqualTo(amount));
        }
    }

    private void did(String step) {
        steps.add(life.now() + " " + step);
    }

    private void call() {
        if (!life.books.account(UsageLife.ORG, true).standing().cardOnFile()) {
            return;
        }
        did("call");
        charged.add(life.call(1 + random.nextInt(2)));
    }

    private void nextRun() {
        var now = life.now();
        var end = InvoicePeriod.at(now).end();
        var run = now.plus(Duration.ofMinutes(random.nextInt(24 * 60)));
        if (now.isBefore(end) && run.isAfter(end)) {
            life.clock.advance(Duration.between(now, end.plusSeconds(60)));
            life.holdDrafts();
        } else {
            life.clock.advance(Duration.between(now, run));
        }
    }

    private void ordinary() {
        switch (random.nextInt(8)) {
            case 0, 1 -> call();
            case 2 -> {
                if (!charged.isEmpty()) {
                    did("annul");
                    life.annul(charged.remove(charged.size() - 1 - random.nextInt(Math.min(3, charged.size()))));
                    life.deliver();
                }
            }
            case 3 -> life.deliver();
            case 4 -> life.clock.advance(Duration.ofSeconds(random.nextInt(4_000)));
            case 5 -> {
                did("hold");
                life.holdDrafts();
            }
            default -> push();
        }
    }

    private void wild() {
        switch (random.nextInt(14)) {
            case 0 -> later(Duration.ofHours(random.nextInt(200)));
            case 1 -> toTheEndOfTheMonth();
            case 2 -> life.clock.advance(Duration.ofSeconds(-random.nextInt(200)));
            case 3 -> {
                did("end by hand");
                life.live().stream().findFirst().ifPresent(live -> life.usage.endByHand(live.id()));
            }
            case 4 -> {
                did("end with invoice");
                life.live().stream().findFirst().ifPresent(live -> life.usage.endWithInvoice(live.id()));
            }
            case 5, 6 -> begin();
            case 7 -> {
                if (random.nextInt(3) == 0) {
                    did("customer deleted");
                    life.deleteCustomer();
                }
            }
            case 8 -> anyDraft(true);
            case 9 -> anyDraft(false);
            case 10 -> {
                did("void");
                life.usage.allInvoices().stream()
                        .filter(invoice -> !invoice.isDraft())
                        .findFirst()
                        .ifPresent(invoice -> life.usage.voidInvoice(invoice.id()));
            }
            case 11 -> {
                did("lag");
                life.usage.lag(true);
            }
            case 12 -> {
                did("no lag");
                life.usage.lag(false);
                life.usage.letThrough();
            }
            default -> {
                if (random.nextInt(6) == 0) {
                    did("down for long");
                    later(Duration.ofDays(30 + random.nextInt(30)));
                }
            }
        }
    }

    private void toTheEndOfTheMonth() {
        var before = InvoicePeriod.at(life.now()).end().minusSeconds(random.nextInt(180));
        if (before.isAfter(life.now())) {
            later(Duration.between(life.now(), before));
        }
    }

    /** The stream's consumer is never a day behind: the stream keeps no longer. */
    private void later(Duration time) {
        life.deliver();
        life.clock.advance(time);
    }

    /** Also a second one beside a live one. */
    private void begin() {
        if (life.customerId().isEmpty()) {
            life.customer();
        }
        if (life.live().isEmpty() || random.nextInt(5) == 0) {
            did("begin");
            life.subscribe();
        }
    }

    /** A draft of a customer that was deleted can't be made final. */
    private void anyDraft(boolean finalized) {
        life.usage.allInvoices().stream()
                .filter(InMemoryInvoice::isDraft)
                .filter(draft -> draft.customerId().equals(life.customerId()))
                .findFirst()
                .ifPresent(draft -> {
                    did(finalized ? "finalize by hand" : "delete draft");
                    if (finalized) {
                        life.usage.finalizeByHand(draft.id());
                    } else {
                        life.usage.deleteDraft(draft.id());
                    }
                });
    }

    /** A push that something happens to. */
    private void push() {
        var trouble = List.of(Trouble.values()).get(random.nextInt(Trouble.values().length));
        var step = 1 + random.nextInt(40);
        did("push, " + trouble + " at " + step);
        var ports = new TroubledPorts(step, trouble, this::meanwhile);
        try {
            new UsagePush(ports.over(life.ports())).push(UsageLife.ORG, life.now());
        } catch (Death e) {
            did("died");
        }
    }

    private void meanwhile() {
        switch (random.nextInt(5)) {
            case 0 -> call();
            case 1 -> {
                call();
                life.deliver();
            }
            case 2 -> life.holdDrafts();
            default -> {
                did("another push");
                life.push();
            }
        }
    }

    /** Hands are off, lines are up: after some runs nothing waits, and each micro-dollar is where it belongs. */
    private void heal() {
        life.usage.lag(false);
        life.usage.letThrough();
        life.deliver();
        if (life.customerId().isEmpty()) {
            life.customer();
        }
        life.push();
        if (life.live().isEmpty()) {
            life.subscribe();
        }
        PushOutcome last = new PushOutcome.NoMetering();
        for (var run = 0; run < 100 && !(last instanceof PushOutcome.UpToDate); run++) {
            life.clock.advance(Duration.ofMinutes(61));
            life.holdDrafts();
            last = life.push();
            if (last instanceof PushOutcome.Drifting(var period, var _)) {
                undo(period);
            }
        }
        var open = life.reports.of(UsageLife.ORG).stream()
                .filter(book -> !book.closing().complete())
                .toList();
        assertThat(last).as("%s: %s, %s", what, open, steps).isEqualTo(new PushOutcome.UpToDate());
        assertThat(open)
                .as("%s: only the present month is open, %s", what, steps)
                .hasSize(1);
        life.addsUp(what + " " + steps);
        life.reports.of(UsageLife.ORG).stream()
                .filter(book -> book.closing().complete())
                .forEach(book -> assertThat(book.amounts().rest())
                        .as("%s: %s", what, steps)
                        .isEqualTo(Money.ZERO));
        nextInvoiceBillsTheRest();
    }

    /**
     * A draft that would bill too much, and is too old to be corrected or has no second left for it, is a person's to delete:
     * then all of it moves on.
     */
    private void undo(InvoicePeriod period) {
        var closing = life.book(period.text()).closing();
        var drift = Objects.requireNonNull(closing.drift());
        assertThat(drift.total()).as(what).isLessThan(drift.meter());
        var told = Objects.requireNonNull(life.book(period.text()).lastReport());
        boolean full = told.at().equals(period.end().minusSeconds(1));
        assertThat(full || life.now().isAfter(period.end().plus(Duration.ofDays(34))))
                .as("%s: %s, %s", what, life.book(period.text()), steps)
                .isTrue();
        life.usage.deleteDraft(Objects.requireNonNull(closing.draftId()));
    }

    /** The month ends in order: what was left is invoiced, to nothing or to what was invoiced too much. */
    private void nextInvoiceBillsTheRest() {
        var present = InvoicePeriod.at(life.now());
        life.clock.advance(Duration.between(life.now(), present.end().plusSeconds(60)));
        life.holdDrafts();
        for (var run = 0; run < 5; run++) {
            life.clock.advance(Duration.ofMinutes(60));
            life.push();
        }
        life.addsUp(what + " " + steps);
        var left = life.reports.of(UsageLife.ORG).stream()
                .map(book -> book.amounts().rest())
                .reduce(Money.ZERO, Money::plus);
        assertThat(left).as("%s: %s", what, steps).isLessThanOrEqualTo(Money.ZERO);
        assertThat(life.invoicedAmount())
                .as("%s: %s", what, steps)
                .isEqualTo(life.ledger().minus(left));
    }
}
