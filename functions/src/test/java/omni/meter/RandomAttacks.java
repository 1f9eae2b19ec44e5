package omni.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import omni.fakes.Books;
import omni.fakes.FaultyLedger;
import omni.fakes.FaultyMeter.Fault;

/** Attacks drawn by a seed, so that two kinds of books can be put to the same. */
public final class RandomAttacks {

    private RandomAttacks() {}

    /** Runs {@code count} attacks on both: settlement, account and rows have to be the same. */
    public static void compare(Supplier<? extends Books> fakes, Books real, long seed, int count) {
        var random = new Random(seed);
        for (var number = 0; number < count; number++) {
            var attack = draw(random);
            var orgId = String.format(Locale.ROOT, "org_%012d", number);
            assertThat(attack.run(real, orgId))
                    .as("seed %s, attack %s: %s", seed, number, attack)
                    .isEqualTo(attack.run(fakes.get(), orgId));
        }
    }

    private static Attack draw(Random random) {
        return new Attack(
                one(random, Attack.Edge.values()),
                IntStream.range(0, random.nextInt(5))
                        .mapToObj(index -> one(random, Fault.values()))
                        .toList(),
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(index -> random.nextInt(3))
                        .sorted()
                        .toList(),
                random.nextInt(4) == 0 ? one(random, FaultyLedger.Fault.values()) : FaultyLedger.Fault.NONE,
                one(random, Attack.Delivery.values()));
    }

    private static <T> T one(Random random, T[] values) {
        return List.of(values).get(random.nextInt(values.length));
    }
}
