package stripesimulator.billing;

import static stripesimulator.account.Documents.flag;
import static stripesimulator.account.Documents.number;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Shape;

/** {@code /v1/refunds}: payments that an operator gives back, in whole or in part. The invoice stays paid. */
public final class Refunds {

    static final String TYPE = "refund";

    private static final Template REFUND = Template.of("refund");

    private Refunds() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of("charge", TEXT, "created", Shape.MOMENTS);
        return List.of(ApiRoute.list("/v1/refunds", TYPE, filters, "charge"), ApiRoute.show("/v1/refunds/{}", TYPE));
    }

    /** Gives back an amount of a charge; nothing as the amount means all that is left. */
    public static ObjectNode give(Change change, String id, long cents) {
        var charge = ObjectLookup.byPath(change, Charges.TYPE, id);
        long given = number(charge, "amount_refunded");
        long left = number(charge, "amount_captured") - given;
        long amount = cents == 0 ? left : cents;
        if (!flag(charge, "paid") || amount <= 0 || amount > left) {
            throw ApiError.state("Of this charge " + left + " can be refunded, not " + amount + ".");
        }
        charge.put("amount_refunded", given + amount).put("refunded", amount == left);
        var refund = REFUND.start(
                change,
                change.nextId("re_"),
                Map.of("amount", amount, "charge", charge.path("id"), "currency", charge.path("currency")));
        change.put("refund.created", refund);
        change.put("charge.refunded", charge);
        return refund;
    }
}
