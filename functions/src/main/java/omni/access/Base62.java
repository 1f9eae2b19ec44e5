package omni.access;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** The alphabet of ids and secrets: {@code 0-9A-Za-z} (contract 3.2). */
final class Base62 {

    static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Base62() {}

    static String random(RandomGenerator random, int length) {
        var text = new StringBuilder(length);
        for (var index = 0; index < length; index++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** A non-negative number, left-padded with {@code 0}. */
    static String of(long number, int length) {
        var digits = new char[length];
        var rest = number;
        for (var index = length - 1; index >= 0; index--) {
            digits[index] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }

    /** The last digits of a number of any size, left-padded with {@code 0}. */
    static String of(BigInteger number, int length) {
        var base = BigInteger.valueOf(ALPHABET.length());
        var digits = new char[length];
        var rest = number;
        for (var index = length - 1; index >= 0; index--) {
            digits[index] = ALPHABET.charAt(rest.mod(base).intValue());
            rest = rest.divide(base);
        }
        return new String(digits);
    }

    static boolean isBase62(String text) {
        return text.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
    }
}
