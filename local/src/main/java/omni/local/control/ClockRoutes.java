package omni.local.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import omni.local.gateway.HttpAnswer;
import omni.local.gateway.LocalRoutes;
import omni.local.gateway.LocalRoutes.BadRequest;
import omni.local.machine.LocalJson;
import omni.local.machine.MovableClock;

/** {@code GET /_local/clock} reads the clock, {@code POST /_local/clock} with {@code {"advance":"PT24H"}} moves it. */
public final class ClockRoutes {

    private static final String PATH = "/_local/clock";
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ClockRoutes() {}

    /** What a move of the clock is surrounded by, before it is answered. */
    public record Around(Runnable before, Runnable after) {}

    /** Registers both. */
    public static void register(LocalRoutes routes, MovableClock clock, Around move) {
        routes.on("GET", PATH, _ -> now(clock.instant()));
        routes.on("POST", PATH, body -> {
            var step = step(body);
            move.before().run();
            var now = advance(clock, step);
            move.after().run();
            return now(now);
        });
    }

    /** Registers the reading, and a refusal to move: for a world whose time is kept elsewhere. */
    public static void registerFixed(LocalRoutes routes, MovableClock clock, String why) {
        routes.on("GET", PATH, _ -> now(clock.instant()));
        routes.on("POST", PATH, _ -> LocalRoutes.error(409, "clock_not_movable", why));
    }

    private static HttpAnswer now(Instant now) {
        var json = LocalJson.object();
        json.put("now", MILLISECONDS.format(now));
        return HttpAnswer.json(200, json);
    }

    private static Duration step(ObjectNode body) throws BadRequest {
        var advance = body.path("advance");
        if (!advance.isTextual()) {
            throw new BadRequest("advance: an ISO-8601 duration is needed, for example {\"advance\":\"PT24H\"}.");
        }
        try {
            return Duration.parse(advance.asText());
        } catch (DateTimeParseException e) {
            throw new BadRequest(
                    "advance: \"" + advance.asText() + "\" is not an ISO-8601 duration such as PT24H or P40D.");
        }
    }

    private static Instant advance(MovableClock clock, Duration step) throws BadRequest {
        try {
            return clock.advance(step);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("advance: " + e.getMessage());
        }
    }
}
