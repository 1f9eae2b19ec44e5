package omni.local.story;

import omni.fuzz.Seed;
import omni.fuzz.Turns;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Stripe is down over a month's end, told hour by hour. What {@code reconcile} and the hourly jobs say is held against a count from the
 * rows and from Stripe's own objects; afterwards what was invoiced is what was used, once.
 */
@Tag("test-all")
class MonthEndTest {

    /** Most hours nothing works, past the one in which Stripe makes May's drafts final; {@code ./omni fuzz} tells more of them. */
    @Test
    void stripeIsDownFromTheThirtiethToTheThird() throws Exception {
        long seed = Seed.of("MonthEndTest");
        var turns = Turns.of(1, 15);
        for (var turn = 0; turns.goOn(turn); turn++) {
            try (var story = new MonthEnd(seed + turn)) {
                story.live("2026-05-30T11:50:00Z");
                story.bad("2026-05-31T05:50:00Z", 3);
                story.cast().begin();
                story.cast().cancel();
                story.bad("2026-05-31T20:50:00Z", 3);
                story.bad("2026-06-01T04:50:00Z", 1);
                story.cast().leave();
                story.bad("2026-06-03T13:50:00Z", 3);
                story.fair("2026-06-03T18:50:00Z", 1);
                story.fair("2026-06-04T18:50:00Z", 6);
                story.cast().comeBack();
                story.ends();
            }
        }
    }

    /** Past the 35 days in which Stripe takes what is told of a month: it goes on to a month that Stripe still takes. */
    @Test
    void stripeIsDownForLongerThanItTakesWhatIsTold() throws Exception {
        long seed = Seed.of("MonthEndTest, longer");
        var turns = Turns.of(1, 15);
        for (var turn = 0; turns.goOn(turn); turn++) {
            try (var story = new MonthEnd(seed + turn)) {
                story.live("2026-05-30T11:50:00Z");
                story.dark("2026-05-31T22:50:00Z", 6);
                story.dark("2026-06-01T03:50:00Z", 1);
                story.cast().begin();
                story.dark("2026-07-10T03:50:00Z", 41);
                story.fair("2026-07-10T06:50:00Z", 1);
                story.fair("2026-07-12T06:50:00Z", 12);
                story.ends();
            }
        }
    }
}
