package omni.local.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** By what a customer's things are found without looking at everybody's: kinds that are a customer's from the start, for good. */
record Belonging(String type, String customer) {

    private static final Set<String> KINDS = Set.of(Charges.TYPE, Invoices.TYPE, MeterEvents.TYPE, Subscriptions.TYPE);

    static boolean has(String type) {
        return KINDS.contains(type);
    }

    static Optional<Belonging> of(JsonNode object) {
        var type = object.path("object").asText();
        var field = type.equals(MeterEvents.TYPE) ? MeterEvents.CUSTOMER : "customer";
        return Optional.ofNullable(object.path(field).textValue())
                .filter(_ -> KINDS.contains(type))
                .map(customer -> new Belonging(type, customer));
    }
}
