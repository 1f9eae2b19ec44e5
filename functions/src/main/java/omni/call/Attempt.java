package omni.call;

import java.util.Optional;
import omni.account.Account;
import omni.catalog.RouteEntry;
import omni.http.Responses;
import omni.meter.Call;

/**
 * One attempt at a metered call, as far as it has come.
 *
 * @param stored the account as authentication read it
 * @param account the account as it is known by now: as stored until the commit, then with the call
 * @param hold what the attempt has on its usage id
 * @param work empty until it is done
 * @param startedAt reading of the clock for latencies, in nanoseconds
 */
record Attempt(
        RouteEntry route,
        Endpoint endpoint,
        Exchange exchange,
        Call call,
        Account stored,
        Account account,
        Hold hold,
        Optional<Work> work,
        long startedAt) {

    /** What the work came to, up to the bytes of its answer. */
    record Work(Responses.Rendered rendered, Call.Outcome outcome) {}

    /** The same attempt under a key. */
    Attempt under(Claim claim) {
        return with(call.under(claim.usageId()), account, claim, work);
    }

    Attempt underUsageId(String usageId) {
        return with(call.under(usageId), account, hold, work);
    }

    Attempt withWork(Work done) {
        return with(call, account, hold, Optional.of(done));
    }

    Attempt withAccount(Account after) {
        return with(call, after, hold, work);
    }

    private Attempt with(Call itsCall, Account known, Hold itsHold, Optional<Work> done) {
        return new Attempt(route, endpoint, exchange, itsCall, stored, known, itsHold, done, startedAt);
    }

    /** The answer of work that a step before this one has done. */
    Work finishedWork() {
        return work.orElseThrow(() -> new IllegalStateException("the work comes before this step"));
    }

    /** Whether its work is done and did not succeed. */
    boolean hasFailed() {
        return work.isPresent() && !work.get().outcome().isSuccess();
    }
}
