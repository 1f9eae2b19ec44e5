package stripesimulator.customer;

import static stripesimulator.account.Documents.is;
import static stripesimulator.account.Documents.text;
import static stripesimulator.api.Shape.METADATA;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import stripesimulator.account.Change;
import stripesimulator.account.Documents;
import stripesimulator.account.Template;
import stripesimulator.account.Wire;
import stripesimulator.api.ApiCall;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.Listing;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Parameters;
import stripesimulator.api.Shape;

/** {@code /v1/payment_methods}, and a customer's view of them. Cards only. */
public final class PaymentMethods {

    public static final String TYPE = "payment_method";

    /** Kept beside what Stripe shows; {@link Wire} leaves out what begins like this. */
    private static final String DETACHED = "_detached";

    private static final Template METHOD = Template.of("payment_method");
    private static final Shape CARD_ONLY = new Shape.OneOf(List.of("card"));
    /** Stripe's stand-ins: attaching one makes a new payment method with that card. */
    private static final Map<String, String> NUMBER_BY_STAND_IN = Map.of(
            "pm_card_visa", "4242424242424242",
            "pm_card_mastercard", "5555555555554444",
            "pm_card_amex", "378282246310005",
            "pm_card_discover", "6011111111111117",
            "pm_card_chargeDeclined", "4000000000000002",
            "pm_card_chargeCustomerFail", "4000000000000341",
            "pm_card_authenticationRequired", "4000002760003184");

    private PaymentMethods() {}

    public static List<ApiRoute> routes() {
        var card = new Shape.Group(Map.of("number", TEXT, "exp_month", TEXT, "exp_year", TEXT, "cvc", TEXT));
        var billing = new Shape.Group(Map.of("email", TEXT, "name", TEXT, "phone", TEXT));
        var fields = Map.of("type", CARD_ONLY, "card", card, "billing_details", billing, "metadata", METADATA);
        return List.of(
                ApiRoute.post("/v1/payment_methods", Parameters.of(fields, "type", "card"), PaymentMethods::create),
                ApiRoute.list("/v1/payment_methods", TYPE, Map.of("type", TEXT, "customer", TEXT), "type", "customer"),
                ApiRoute.show("/v1/payment_methods/{}", TYPE),
                ApiRoute.post(
                        "/v1/payment_methods/{}/attach",
                        Parameters.of(Map.of("customer", TEXT), "customer"),
                        call -> attach(
                                call.change(), call.id(), call.text("customer").orElseThrow())),
                ApiRoute.post(
                        "/v1/payment_methods/{}/detach", Parameters.none(), call -> detach(call.change(), call.id())),
                ApiRoute.get(
                        "/v1/customers/{}/payment_methods",
                        Parameters.list(Map.of("type", TEXT)),
                        PaymentMethods::listOfCustomer),
                ApiRoute.get(
                        "/v1/customers/{}/payment_methods/{}", Parameters.none(), PaymentMethods::retrieveOfCustomer));
    }

    private static ObjectNode create(ApiCall call) {
        var given = call.params().path("card");
        var expiry = text(given, "exp_month") + "/" + text(given, "exp_year");
        var card = new Card(text(given, "number"), expiry, given.path("cvc").asText("000"));
        card.faults(call.change().now()).forEach((field, fault) -> {
            throw ApiError.card(fault.code(), null, fault.message(), "card[" + field.param() + "]");
        });
        var method = add(call.change(), card, call.params().path("billing_details"));
        Documents.apply(
                method,
                JsonNodeFactory.instance
                        .objectNode()
                        .set("metadata", call.params().path("metadata")));
        call.change().put(method);
        return method;
    }

    /** A new one, attached to nobody. */
    public static ObjectNode add(Change change, Card card, JsonNode billing) {
        var method = METHOD.start(change, change.nextId("pm_"), card.description());
        if (billing instanceof ObjectNode given) {
            method.withObject("/billing_details").setAll(given);
        }
        return change.put(method);
    }

    private static ObjectNode listOfCustomer(ApiCall call) {
        Customers.byPath(call.change(), call.id());
        return Listing.of(call, TYPE, List.of("type"), belongsTo(call.id()));
    }

    private static ObjectNode retrieveOfCustomer(ApiCall call) {
        Customers.byPath(call.change(), call.id());
        return call.change()
                .find(TYPE, call.ids().getLast())
                .filter(belongsTo(call.id()))
                .orElseThrow(() -> ApiError.notFound(TYPE, call.ids().getLast()));
    }

    private static Predicate<JsonNode> belongsTo(String customer) {
        return method -> is(method, "customer", customer);
    }

    /** Those attached to a customer, newest first. */
    public static Stream<ObjectNode> ofCustomer(Change change, String customer) {
        return change.all(TYPE).filter(belongsTo(customer));
    }

    /** Refuses a payment method, named by a parameter, that is not the customer's. */
    public static void ofCustomer(Change change, String param, String customer, String id) {
        if (change.find(TYPE, id).filter(belongsTo(customer)).isEmpty()) {
            throw ApiError.noSuch(param, TYPE, id);
        }
    }

    /** A card that is attached to this customer now. */
    public static Optional<ObjectNode> attachedTo(Change change, String customer, String id) {
        return change.find(TYPE, id).filter(belongsTo(customer));
    }

    /** Attaches one to a customer; the bank is asked, so a card can be declined here. */
    public static ObjectNode attach(Change change, String id, String customer) {
        Customers.byParameter(change, customer);
        var number = NUMBER_BY_STAND_IN.get(id);
        var method = number == null
                ? ObjectLookup.byPath(change, TYPE, id)
                : add(change, standIn(change, number), JsonNodeFactory.instance.nullNode());
        if (method.path("customer").isTextual()) {
            throw ApiError.state("This payment method is attached to a customer already; detach it first.");
        }
        if (method.has(DETACHED)) {
            throw ApiError.state("This payment method was detached from a customer and may not be used again.");
        }
        Decline.of(text(method.path("card"), "fingerprint")).ifPresent(decline -> {
            throw decline.refusal();
        });
        method.put("customer", customer);
        return change.put("payment_method.attached", method);
    }

    private static Card standIn(Change change, String number) {
        var year = change.now().atOffset(ZoneOffset.UTC).getYear() + 5;
        int digits = Card.Brand.of(number).orElseThrow().cvcDigits();
        return new Card(number, "12/" + year, "1".repeat(digits));
    }

    public static ObjectNode detach(Change change, String id) {
        var method = ObjectLookup.byPath(change, TYPE, id);
        var customer = method.path("customer");
        if (!customer.isTextual()) {
            throw ApiError.state("This payment method is not attached to a customer, so it cannot be detached.");
        }
        var previous = JsonNodeFactory.instance.objectNode().set("customer", customer);
        method.putNull("customer").put(DETACHED, true);
        change.put(method);
        change.emit("payment_method.detached", method, (ObjectNode) previous);
        Customers.payNoMoreWith(change, customer.asText(), id);
        return method;
    }
}
