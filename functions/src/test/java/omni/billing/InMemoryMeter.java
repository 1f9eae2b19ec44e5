package omni.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omni.billing.PaymentOutcome.Done;
import omni.billing.PaymentOutcome.Reason;
import omni.billing.PaymentOutcome.Refused;
import omni.billing.UsageBilling.UsageTotal;

/** A meter with aggregation {@code last}, whose totals may wait before they count. Its owner guards it. */
final class InMemoryMeter {

    private static final Duration OLDEST = Duration.ofDays(35);
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Map<String, UsageTotal> taken = new HashMap<>();
    private final List<UsageTotal> counted = new ArrayList<>();
    private final List<UsageTotal> waiting = new ArrayList<>();
    private final Set<String> unheard = new HashSet<>();
    private boolean lagging;

    PaymentOutcome<UsageTotal> tell(UsageTotal total, boolean ofACustomer, Instant now) {
        if (total.at().isBefore(now.minus(OLDEST)) || total.at().isAfter(now.plus(AHEAD))) {
            return new Refused<>(Reason.INVALID, "The timestamp is too far away");
        }
        var before = taken.putIfAbsent(total.identifier(), total);
        if (before != null) {
            return before.equals(total)
                    ? new Done<>(total)
                    : new Refused<>(Reason.KEY_REUSED, "The identifier was used for another total");
        }
        if (ofACustomer && !unheard.contains(total.customerId())) {
            (lagging ? waiting : counted).add(total);
        }
        return new Done<>(total);
    }

    /** The latest total of a span of time; of two of the same second the one that came later. */
    Money last(String customerId, Instant from, Instant to) {
        return counted.stream()
                .filter(total -> total.customerId().equals(customerId))
                .filter(total -> !total.at().isBefore(from) && total.at().isBefore(to))
                .reduce((one, next) -> next.at().isBefore(one.at()) ? one : next)
                .map(UsageTotal::total)
                .orElse(Money.ZERO);
    }

    void lag(boolean on) {
        lagging = on;
    }

    void letThrough() {
        counted.addAll(waiting);
        waiting.clear();
    }

    /** The customer's totals are taken from now on, but do not count. */
    void unheard(String customerId) {
        unheard.add(customerId);
    }

    void hear(String customerId) {
        unheard.remove(customerId);
    }
}
