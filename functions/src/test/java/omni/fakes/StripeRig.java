package omni.fakes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omni.account.Account;
import omni.account.Accounts;
import omni.billing.InMemoryPayments;
import omni.billing.InMemoryUsageBilling;
import omni.billing.Payments;
import omni.billing.StripeEvents;
import omni.call.EndpointFunction;
import omni.endpoint.Endpoints;
import omni.invoicing.CustomerProfile;
import omni.invoicing.OpenDiscrepancies;
import omni.invoicing.ReconciliationRun;
import omni.lambda.StripeEndpoints;
import omni.lambda.StripeRoot;
import omni.lambda.SweepParts;
import omni.member.Roster;
import omni.stripe.StripeSignature;
import omni.sweep.LostWebhookSweep;

/** The {@code stripe} group in memory: the shell and callers of a {@link Rig}, real records and a provider in memory. */
public final class StripeRig {

    public static final String WEBHOOK_SECRET = "whsec_rig";

    public final Rig rig;
    public final InMemoryStore accounts = new InMemoryStore();
    public final InMemoryPayments payments;
    public final InMemoryUsageBilling usageBilling;
    private final InMemoryMonthBooks reports = new InMemoryMonthBooks();
    public final InMemoryStripeEvents events = new InMemoryStripeEvents();

    public StripeRig() {
        this(Map.of());
    }

    public StripeRig(Map<String, String> settings) {
        var variables = new HashMap<>(Map.of(
                "OMNI_REDIRECT_ALLOW_LIST", "https://app.example.com,http://localhost:3000",
                "OMNI_REDIRECT_SUCCESS_URL", "https://app.example.com/done",
                "OMNI_REDIRECT_CANCEL_URL", "https://app.example.com/back",
                "OMNI_REDIRECT_RETURN_URL", "https://app.example.com/billing",
                "OMNI_SALES_CONTACT_URL", "https://example.com/sales"));
        variables.putAll(settings);
        rig = new Rig(variables);
        payments = new InMemoryPayments(rig.clock);
        usageBilling = new InMemoryUsageBilling(payments);
        accounts.put(rig.store.account(Rig.ORG, true));
    }

    /** The organization's account, for its callers and for its writes. */
    public void account(Account account) {
        rig.store.put(account);
        accounts.put(account);
    }

    /** The function of a route of the group. */
    public EndpointFunction function(Endpoints route) {
        return new StripeEndpoints(root()).function(route);
    }

    public StripeRoot root() {
        return root(accounts, payments);
    }

    /** With other ports, such as ones that fail. */
    public StripeRoot root(Accounts otherAccounts, Payments otherPayments) {
        return root(otherAccounts, otherPayments, events);
    }

    /** The same with another record of events. */
    public StripeRoot root(Accounts otherAccounts, Payments otherPayments, StripeEvents otherEvents) {
        return new StripeRoot(
                rig.foundation,
                rig.shell,
                otherAccounts,
                otherEvents,
                otherPayments,
                usageBilling(otherPayments),
                profile(),
                rig.marks,
                accounts,
                accounts.usage(),
                reports,
                new StripeSignature(List.of(WEBHOOK_SECRET)),
                new SweepParts(
                        Unused.port(Roster.class),
                        new LostWebhookSweep.Rounds(new InMemorySweepRounds(), new InMemorySweepRounds()),
                        reports,
                        new InMemoryProviderEvents()),
                new ReconciliationRun.Ports(
                        new InMemorySweepRounds(), Unused.port(Roster.class), Unused.port(OpenDiscrepancies.class)));
    }

    /** That of another provider in memory is one of its own. */
    private InMemoryUsageBilling usageBilling(Payments other) {
        return other instanceof InMemoryPayments memory && memory != payments
                ? new InMemoryUsageBilling(memory)
                : usageBilling;
    }

    /** Who the organization is, for its customer. */
    public CustomerProfile profile() {
        return new CustomerProfile(rig.preferences, rig.members);
    }
}
