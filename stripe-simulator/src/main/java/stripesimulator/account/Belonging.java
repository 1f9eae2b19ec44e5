package stripesimulator.account;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** By what a customer's things are found without looking at everybody's: kinds that are a customer's from the start, for good. */
public record Belonging(String type, String customer) {

    public static boolean has(String type) {
        return Kinds.isOfACustomer(type);
    }

    static Optional<Belonging> of(JsonNode object) {
        var type = text(object, "object");
        return Optional.ofNullable(object.path(Kinds.customerField(type)).textValue())
                .filter(_ -> Kinds.isOfACustomer(type))
                .map(customer -> new Belonging(type, customer));
    }
}
