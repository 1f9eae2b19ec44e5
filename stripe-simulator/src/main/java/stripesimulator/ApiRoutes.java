package stripesimulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import stripesimulator.api.ApiRoute;
import stripesimulator.billing.Charges;
import stripesimulator.billing.CreditNotes;
import stripesimulator.billing.Disputes;
import stripesimulator.billing.Drafts;
import stripesimulator.billing.InvoicePayments;
import stripesimulator.billing.Invoices;
import stripesimulator.billing.MeteredInvoices;
import stripesimulator.billing.Refunds;
import stripesimulator.billing.Subscriptions;
import stripesimulator.catalog.Prices;
import stripesimulator.catalog.Products;
import stripesimulator.customer.Customers;
import stripesimulator.customer.PaymentMethods;
import stripesimulator.customer.SetupIntents;
import stripesimulator.meter.Meters;
import stripesimulator.session.CheckoutSessions;
import stripesimulator.session.CustomerDeletion;
import stripesimulator.session.PortalConfigurations;
import stripesimulator.session.PortalSessions;
import stripesimulator.tax.TaxIds;
import stripesimulator.webhook.EventDestinations;
import stripesimulator.webhook.EventRoutes;
import stripesimulator.webhook.WebhookEndpoints;

/** All that the API can do. */
final class ApiRoutes {

    private ApiRoutes() {}

    static List<ApiRoute> all(CheckoutSessions sessions, URI pages) {
        var routes = new ArrayList<ApiRoute>();
        routes.addAll(Customers.routes());
        routes.add(CustomerDeletion.route());
        routes.addAll(TaxIds.routes());
        routes.addAll(PaymentMethods.routes());
        routes.addAll(sessions.routes());
        routes.addAll(SetupIntents.routes());
        routes.addAll(Products.routes());
        routes.addAll(Prices.routes());
        routes.addAll(Meters.routes(MeteredInvoices::follow));
        routes.addAll(Subscriptions.routes());
        routes.addAll(Invoices.routes());
        routes.addAll(Drafts.routes());
        routes.addAll(InvoicePayments.routes());
        routes.addAll(Charges.routes());
        routes.addAll(Disputes.routes());
        routes.addAll(Refunds.routes());
        routes.addAll(CreditNotes.routes());
        routes.addAll(PortalConfigurations.routes());
        routes.addAll(new PortalSessions(pages).routes());
        routes.addAll(EventRoutes.routes());
        routes.addAll(WebhookEndpoints.routes());
        routes.addAll(EventDestinations.routes());
        return routes;
    }
}
