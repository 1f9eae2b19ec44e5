package stripesimulator.billing;

import static stripesimulator.account.Documents.is;
import static stripesimulator.api.Shape.TEXT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import stripesimulator.account.Change;
import stripesimulator.account.Template;
import stripesimulator.api.ApiError;
import stripesimulator.api.ApiRoute;
import stripesimulator.api.ObjectLookup;
import stripesimulator.api.Shape;

/** {@code /v1/disputes}: payments that a cardholder contests at the bank, and how the bank decided. */
public final class Disputes {

    static final String TYPE = "dispute";

    private static final Duration TO_ANSWER = Duration.ofDays(7);

    private static final Template DISPUTE = Template.of("dispute");

    private Disputes() {}

    public static List<ApiRoute> routes() {
        var filters = Map.of("charge", TEXT, "created", Shape.MOMENTS);
        return List.of(ApiRoute.list("/v1/disputes", TYPE, filters, "charge"), ApiRoute.show("/v1/disputes/{}", TYPE));
    }

    /** Contests a charge that was paid. */
    public static ObjectNode open(Change change, ObjectNode charge) {
        change.put(charge.put("disputed", true));
        var dispute = DISPUTE.start(
                change,
                change.nextId("du_"),
                Map.of(
                        "amount", charge.path("amount"),
                        "charge", charge.path("id"),
                        "currency", charge.path("currency"),
                        "due", change.nowSeconds() + TO_ANSWER.toSeconds(),
                        "intent", charge.path("payment_intent")));
        return change.put("charge.dispute.created", dispute);
    }

    /** The bank decides: lost is the merchant's loss. */
    public static ObjectNode close(Change change, String id, boolean lost) {
        var dispute = ObjectLookup.byPath(change, TYPE, id);
        if (!is(dispute, "status", "needs_response")) {
            throw ApiError.state("This dispute is closed already.");
        }
        return change.put("charge.dispute.closed", dispute.put("status", lost ? "lost" : "won"));
    }
}
