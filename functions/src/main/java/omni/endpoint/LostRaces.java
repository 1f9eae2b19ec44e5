package omni.endpoint;

import java.util.function.Function;
import java.util.function.Supplier;
import omni.account.Account;
import omni.account.Accounts;
import omni.call.Exchange;
import omni.http.Reply;
import org.jspecify.annotations.Nullable;

/** Changes that are decided anew, on what is stored by then, whenever somebody else was faster. */
final class LostRaces {

    /** So many may be lost for what people change together. */
    static final int MOST = 20;

    private LostRaces() {}

    /**
     * What the first attempt answers that loses no race.
     *
     * @param attempt null after a lost race
     * @param busy when all were lost
     */
    static Reply retry(int most, Supplier<@Nullable Reply> attempt, Supplier<Reply> busy) {
        for (var lost = 0; lost < most; lost++) {
            var reply = attempt.get();
            if (reply != null) {
                return reply;
            }
        }
        return busy.get();
    }

    /** The same for a change of the caller's account. */
    static Reply onAccount(Accounts accounts, Exchange exchange, Function<Account, @Nullable Reply> attempt) {
        return retry(
                MOST,
                () -> {
                    var account = accounts.load(exchange.requireCaller().orgId());
                    return account == null ? Reply.Problem.organizationGone() : attempt.apply(account);
                },
                () -> Reply.Problem.busy("The account is"));
    }
}
