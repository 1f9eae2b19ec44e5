package stripesimulator.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import stripesimulator.fault.DeliveryFault.Effect;

/** What is set to go wrong, how often each fault has happened, and the events held back, each copy once. */
public record FaultReport(
        FaultPlan plan,
        List<FaultCount.Used<DeliveryFault>> deliveries,
        List<FaultCount.Used<RequestFault>> requests,
        List<String> heldBack) {

    /** In JSON, in the words that {@link FaultPlanReader} takes. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("object", "stripe_faults");
        json.put("seed", plan.seed());
        var deliveryList = json.putArray("deliveries");
        deliveries.forEach(used -> delivery(deliveryList.addObject(), used));
        var requestList = json.putArray("requests");
        requests.forEach(used -> request(requestList.addObject(), used));
        heldBack.forEach(json.putArray("heldBack")::add);
        return json;
    }

    private static void delivery(ObjectNode json, FaultCount.Used<DeliveryFault> used) {
        switch (used.fault().effect()) {
            case Effect.Drop() -> json.put("fault", "drop");
            case Effect.SameSecond() -> json.put("fault", "same_second");
            case Effect.Duplicate(var copies) -> json.put("fault", "duplicate").put("copies", copies);
            case Effect.Shuffle(var window) -> json.put("fault", "shuffle").put("window", window);
            case Effect.DelayByEvents(var events) -> json.put("fault", "delay").put("events", events);
            case Effect.DelayByTime(var advance) -> json.put("fault", "delay").put("advance", advance.toString());
        }
        json.put("next", used.fault().next()).put("used", used.used());
        var types = json.putArray("types");
        used.fault().types().forEach(types::add);
    }

    private static void request(ObjectNode json, FaultCount.Used<RequestFault> used) {
        json.put("fault", used.fault().effect().name().toLowerCase(Locale.ROOT));
        json.put("next", used.fault().next()).put("used", used.used());
        used.fault().method().ifPresent(method -> json.put("method", method));
        used.fault().path().ifPresent(path -> json.put("path", path));
    }
}
