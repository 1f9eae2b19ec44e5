package omni.invoicing;

import java.time.Instant;
import java.util.Random;
import omni.fakes.Books;

/** Months of usage drawn by a seed, on whatever store. */
public final class UsageStories {

    private static final Instant START = Instant.parse("2026-05-03T09:00:00Z");

    private UsageStories() {}

    /** Anything may happen. */
    public static void wild(Books books, MonthBooks reports, long seed, int length) {
        story(books, reports, seed).play(length);
    }

    /** Nobody but us touches anything, and each month's invoice is its accrual. */
    public static void ordinary(Books books, MonthBooks reports, long seed, int length) {
        story(books, reports, seed).playOrdinary(length);
    }

    private static UsageStory story(Books books, MonthBooks reports, long seed) {
        return new UsageStory(new UsageLife(books, reports, START), new Random(seed), "seed " + seed);
    }
}
