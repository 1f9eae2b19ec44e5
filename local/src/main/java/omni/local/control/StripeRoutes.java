package omni.local.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;
import omni.local.machine.LocalJson;
import stripesimulator.StripeSimulator;
import stripesimulator.StripeSimulator.LoggedEvent;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.FaultPlanReader;

/**
 * What is to go wrong between the product and the simulator, and what the simulator has told: {@code
 * /_local/stripe/faults}, {@code /_local/stripe/events}.
 */
public final class StripeRoutes {

    private static final String FAULTS = "/_local/stripe/faults";
    private static final String EVENTS = "/_local/stripe/events";
    private static final String REDELIVER = EVENTS + "/{}/redeliver";
    private static final int EVENTS_SHOWN_AT_MOST = 1000;

    private StripeRoutes() {}

    public static void register(LocalRoutes routes, StripeSimulator stripe) {
        routes.on("GET", FAULTS, _ -> report(stripe));
        routes.on("POST", FAULTS, body -> {
            stripe.faults(plan(body));
            return report(stripe);
        });
        routes.on("DELETE", FAULTS, _ -> {
            stripe.faults(FaultPlan.NONE);
            return report(stripe);
        });
        routes.on("GET", EVENTS, _ -> events(stripe));
        routes.onEach("POST", REDELIVER, (id, _) -> redeliver(stripe, id));
    }

    /** For a world that uses Stripe itself: each answers why it is of no use. */
    public static void refuse(LocalRoutes routes) {
        LocalRoutes.Route refusal = _ -> LocalRoutes.error(
                409, "stripe_not_simulated", "This run uses Stripe itself: its dashboard shows and repeats events.");
        routes.on("GET", FAULTS, refusal).on("POST", FAULTS, refusal).on("DELETE", FAULTS, refusal);
        routes.on("GET", EVENTS, refusal).onEach("POST", REDELIVER, (_, body) -> refusal.answer(body));
    }

    private static HttpAnswer report(StripeSimulator stripe) {
        return HttpAnswer.json(200, stripe.faults().json());
    }

    private static FaultPlan plan(ObjectNode body) throws LocalRoutes.BadRequest {
        try {
            return FaultPlanReader.read(body);
        } catch (IllegalArgumentException e) {
            throw new LocalRoutes.BadRequest(String.valueOf(e.getMessage()));
        }
    }

    private static HttpAnswer events(StripeSimulator stripe) {
        var json = LocalJson.object().put("object", "list");
        var data = json.putArray("data");
        stripe.events().reversed().stream()
                .limit(EVENTS_SHOWN_AT_MOST)
                .forEach(event -> data.addObject()
                        .put("id", event.id())
                        .put("type", event.type())
                        .put("created", event.created().toString())
                        .put("objectId", event.objectId())
                        .put("state", state(event))
                        .put("attempts", event.attempts()));
        return HttpAnswer.json(200, json);
    }

    private static String state(LoggedEvent event) {
        return !event.subscribed() ? "not_subscribed" : event.delivered() ? "delivered" : "undelivered";
    }

    private static HttpAnswer redeliver(StripeSimulator stripe, String id) {
        if (stripe.events().stream().map(LoggedEvent::id).noneMatch(id::equals)) {
            return LocalRoutes.error(404, "not_found", "No event " + id + ".");
        }
        stripe.redeliver(id);
        return HttpAnswer.json(202, LocalJson.object().put("id", id).put("state", "queued"));
    }
}
