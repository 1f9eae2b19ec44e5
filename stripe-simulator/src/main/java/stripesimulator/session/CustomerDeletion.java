package stripesimulator.session;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import stripesimulator.account.Change;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Parameters;
import stripesimulator.billing.Subscriptions;
import stripesimulator.customer.Customers;
import stripesimulator.customer.PaymentMethods;

/** {@code DELETE /v1/customers/…}: a customer goes, and with it all that was open for it. */
public final class CustomerDeletion {

    private CustomerDeletion() {}

    public static ApiRoute route() {
        return ApiRoute.delete("/v1/customers/{}", Parameters.none(), call -> delete(call.change(), call.id()));
    }

    /** Deletes it, ends its open pages and subscriptions and takes its cards off; what Stripe shows afterwards is only that it was there. */
    public static ObjectNode delete(Change change, String id) {
        var customer = Customers.byPath(change, id);
        CheckoutSessions.expireOf(change, id);
        Subscriptions.ofCustomer(change, customer.path("id"))
                .toList()
                .forEach(subscription -> Subscriptions.cancel(change, subscription));
        PaymentMethods.ofCustomer(change, id)
                .map(method -> text(method, "id"))
                .toList()
                .forEach(method -> PaymentMethods.detach(change, method));
        var tombstone = JsonNodeFactory.instance.objectNode().put("id", id).put("object", Customers.TYPE);
        tombstone.put("deleted", true);
        change.put(tombstone);
        change.emit("customer.deleted", customer, null);
        return tombstone;
    }
}
