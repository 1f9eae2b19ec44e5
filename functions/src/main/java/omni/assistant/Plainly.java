package omni.assistant;

import java.math.BigDecimal;
import java.math.BigInteger;
import omni.json.PlainText;
import org.jspecify.annotations.Nullable;

/** Values as people read them: on one line, of bounded length, large numbers in groups of three digits. */
final class Plainly {

    static final int LONGEST = 600;
    private static final BigDecimal LARGE = BigDecimal.valueOf(10_000);

    private Plainly() {}

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "–";
            case Boolean truth -> truth ? "yes" : "no";
            case BigDecimal number -> number(number);
            case Long number -> number(BigDecimal.valueOf(number));
            case Integer number -> number(BigDecimal.valueOf(number));
            default -> line(String.valueOf(value));
        };
    }

    /** A text on one line, cut where it is long. */
    static String line(String text) {
        int end = text.codePointCount(0, Math.min(text.length(), 2 * LONGEST)) > LONGEST
                ? text.offsetByCodePoints(0, LONGEST)
                : Math.min(text.length(), 2 * LONGEST);
        var line = PlainText.clean(text.substring(0, end).replaceAll("\\s+", " "));
        return end < text.length() ? line + " …" : line;
    }

    private static String number(BigDecimal number) {
        var plain = number.stripTrailingZeros();
        if (plain.abs().compareTo(LARGE) < 0) {
            return plain.scale() < -20 || plain.scale() > 20 ? plain.toString() : plain.toPlainString();
        }
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 40
                ? grouped(plain.toBigInteger())
                : plain.toString();
    }

    private static String grouped(BigInteger number) {
        return number.toString().replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", ",");
    }
}
