package omni.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;
import omni.fuzz.Mutated;
import omni.fuzz.Seed;
import omni.fuzz.Turns;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes of any shape are one value that can be written and read again, or are refused: there is no third. */
class AnyJsonTest {

    private static final int CASES = 20_000;

    @Test
    void anyBytesAreAValueOrAreRefused() {
        var seed = Seed.of("AnyJsonTest");
        var random = new Random(seed);
        var turns = Turns.of(CASES, 5);
        var good = 0;
        for (var turn = 0; turns.goOn(turn); turn++) {
            var bytes = Mutated.json(random, tree(random, 0), random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
            for (var spoiled = random.nextInt(6) - 3; spoiled > 0 && bytes.length > 0; spoiled--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var told = "seed " + seed + ", turn " + turn + ": " + new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                var read = Json.read(bytes);
                Json.check(bytes);
                var written = Json.write(read);
                assertThat(written.length).as(told).isLessThan(400 * (bytes.length + 1));
                assertThat(Json.write(again(written, told))).as(told).isEqualTo(written);
                good++;
            } catch (Json.MalformedJson e) {
                assertThat(e.getCause()).as(told).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError(told, e);
            }
        }
        assertThat(good).as("of seed " + seed).isPositive();
    }

    /** What we write, we read: answers, records and lines of the log are read again. */
    private static @Nullable Object again(byte[] written, String told) {
        try {
            return Json.read(written);
        } catch (Json.MalformedJson e) {
            throw new AssertionError(told, e);
        }
    }

    private static @Nullable Object tree(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3, 4 -> Mutated.text(random);
            case 5, 6 -> {
                var list = new ArrayList<@Nullable Object>();
                for (var count = random.nextInt(4); count > 0; count--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                for (var count = random.nextInt(5); count > 0; count--) {
                    object.put(random.nextInt(3) == 0 ? Mutated.text(random) : "n" + count, tree(random, depth + 1));
                }
                yield object;
            }
        };
    }
}
