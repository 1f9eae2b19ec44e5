package stripesimulator;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import stripesimulator.api.Answers.Answer;
import stripesimulator.fault.FaultPlan;
import stripesimulator.fault.FaultPlanReader;

/**
 * How programs control a simulator that runs alone: {@code /_sim/clock} shows and moves its clock, {@code /_sim/faults} shows,
 * sets and removes what goes wrong.
 */
final class Controls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_OBJECT = "The body is not a JSON object.";

    private final StripeSimulator simulator;
    private final TravelingClock clock;

    Controls(StripeSimulator simulator, TravelingClock clock) {
        this.simulator = simulator;
        this.clock = clock;
    }

    Answer handle(String method, String path, String body) {
        try {
            return switch (method + " " + path) {
                case "GET /_sim/clock" -> time();
                case "POST /_sim/clock" -> move(object(body));
                case "GET /_sim/faults" -> faults();
                case "POST /_sim/faults" -> set(FaultPlanReader.read(object(body)));
                case "DELETE /_sim/faults" -> set(FaultPlan.NONE);
                default -> Answer.refusal(404, "There is no " + method + " " + path + ".");
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Answer.refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode object(String body) {
        try {
            if (JSON.readTree(body.isBlank() ? "{}" : body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new IllegalArgumentException(NO_OBJECT);
    }

    private Answer time() {
        return show(JsonNodeFactory.instance
                .objectNode()
                .put("object", "clock")
                .put("now", clock.instant().toString()));
    }

    /** Does what falls due at once; what is sent because of it may still be on its way. */
    private Answer move(ObjectNode body) {
        clock.advance(Duration.parse(text(body, "advance")));
        simulator.clockMoved();
        return time();
    }

    private Answer faults() {
        return show(simulator.faults().json());
    }

    private Answer set(FaultPlan plan) {
        simulator.faults(plan);
        return faults();
    }

    private static Answer show(ObjectNode body) {
        return new Answer(200, body, "");
    }
}
