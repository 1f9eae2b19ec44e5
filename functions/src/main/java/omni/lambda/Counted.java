package omni.lambda;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import omni.billing.PaymentOutcome;
import omni.ledger.Ledger;
import omni.ledger.UsageRow;
import omni.log.Metric;
import omni.log.Metrics;
import omni.meter.Annulment;
import omni.meter.CommitPlan;
import omni.meter.Idempotency;
import omni.meter.Meter;
import omni.meter.VoidMark;

/** Ports whose outcomes are counted, so that neither rules nor adapters have to know of it. */
final class Counted {

    private Counted() {}

    static Meter meter(Meter meter, Metrics metrics) {
        return new CountedMeter(meter, metrics);
    }

    private record CountedMeter(Meter meter, Metrics metrics) implements Meter {

        @Override
        public Result write(CommitPlan plan) {
            var result = meter.write(plan);
            switch (result) {
                case Result.Applied applied -> {}
                case Result.Refused refused -> metrics.count(Metric.COMMIT_CONFLICTS);
                case Result.NotApplied notApplied -> metrics.count(Metric.COMMIT_RETRIES);
                case Result.Unknown unknown -> metrics.count(Metric.UNKNOWN_OUTCOMES);
            }
            return result;
        }
    }

    static Ledger ledger(Ledger ledger, Metrics metrics) {
        return new Ledger() {
            @Override
            public Items read(String usageId) {
                return ledger.read(usageId);
            }

            @Override
            public boolean putVoid(VoidMark mark) {
                var put = ledger.putVoid(mark);
                if (put) {
                    metrics.count(Metric.VOIDS);
                }
                return put;
            }

            @Override
            public Put putRow(UsageRow row) {
                return ledger.putRow(row);
            }

            @Override
            public Proof prove(String usageId, Instant now) {
                return ledger.prove(usageId, now);
            }

            @Override
            public boolean extend(String usageId, Instant until, Instant now) {
                return ledger.extend(usageId, until, now);
            }

            @Override
            public boolean lapse(String usageId, Instant now) {
                return ledger.lapse(usageId, now);
            }

            @Override
            public boolean giveUp(String usageId, Instant now) {
                return ledger.giveUp(usageId, now);
            }

            @Override
            public boolean proveRow(UsageRow row) {
                return ledger.proveRow(row);
            }

            @Override
            public Credit credit(UsageRow row, UsageRow after) {
                var credit = ledger.credit(row, after);
                if (credit == Credit.DONE) {
                    metrics.count(Metric.CREDITS);
                }
                return credit;
            }
        };
    }

    static Idempotency idempotency(Idempotency idempotency, Metrics metrics) {
        return new Idempotency() {
            @Override
            public State read(Key key, Instant now) {
                return idempotency.read(key, now);
            }

            @Override
            public boolean claim(Key key, State seen, InProgress claim, Instant now) {
                return idempotency.claim(key, seen, claim, now);
            }

            @Override
            public Completion complete(Key key, String fence, Stored answer, Instant now) {
                return idempotency.complete(key, fence, answer, now);
            }

            @Override
            public Release release(Key key, String fence) {
                return idempotency.release(key, fence);
            }

            @Override
            public Annulment.Result annulAndRelease(Key key, String fence, VoidMark mark) {
                var result = idempotency.annulAndRelease(key, fence, mark);
                if (result == Annulment.Result.MARKED) {
                    metrics.count(Metric.VOIDS);
                }
                return result;
            }
        };
    }

    /**
     * A port to Stripe, each of whose methods has a {@link PaymentOutcome}: by reflection, as there are many of them, each with its own
     * arguments, and a request to Stripe takes ten thousand times as long.
     */
    static <T> T stripe(Class<T> port, T adapter, Metrics metrics) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    try {
                        var outcome = method.invoke(adapter, arguments);
                        switch (outcome) {
                            case PaymentOutcome.Unavailable<?> unavailable -> metrics.count(Metric.STRIPE_UNAVAILABLE);
                            case PaymentOutcome.Refused<?> refused -> metrics.count(Metric.STRIPE_REFUSALS);
                            case null, default -> {}
                        }
                        return outcome;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
