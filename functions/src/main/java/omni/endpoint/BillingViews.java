package omni.endpoint;

import java.time.Instant;
import omni.account.Account;
import omni.account.Accounts;
import omni.account.Terms;
import omni.billing.BillingRecord;
import omni.billing.InvoicePeriod;
import omni.call.Exchange;
import omni.catalog.Catalog;
import omni.http.Settings;
import omni.ledger.RollUp;
import omni.ledger.RollUps;
import omni.meter.Admission;

/** Shows the billing of an organization, with the reads that its view needs beside the account (contract 11.3). */
public record BillingViews(Catalog catalog, Terms terms, Settings settings, Accounts accounts, RollUps rollUps) {

    /** The view of a live account just read, with all else that it shows. */
    BillingView read(Account live, Exchange exchange) {
        var now = Admission.now(live, exchange.now());
        var record = accounts.billing(live.orgId());
        var period = rollUps.read(RollUp.Scope.period(live.orgId(), true, InvoicePeriod.at(now)));
        return view(live, record, period, exchange, now);
    }

    /** The same where the roll-up of the period of {@code now} is at hand. */
    BillingView with(RollUp period, Account live, Exchange exchange, Instant now) {
        return view(live, accounts.billing(live.orgId()), period, exchange, now);
    }

    /** The view of an account that was made a moment ago: of nothing else that the view shows there is any yet. */
    BillingView ofNewOrganization(Account live, Exchange exchange) {
        var scope = RollUp.Scope.period(live.orgId(), true, InvoicePeriod.at(exchange.now()));
        return view(live, BillingRecord.empty(live.orgId()), RollUp.empty(scope), exchange, exchange.now());
    }

    private BillingView view(Account live, BillingRecord record, RollUp period, Exchange exchange, Instant now) {
        var parts = new BillingView.Parts(catalog, terms, settings, record, period);
        return BillingView.of(
                parts, live, exchange.requestId(), exchange.trace().traceparent(), now);
    }
}
