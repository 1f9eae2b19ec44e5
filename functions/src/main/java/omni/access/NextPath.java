package omni.access;

import java.util.Optional;

/**
 * Where a browser goes after sign-in: a path of this very site, never another one (contract 11.1).
 *
 * @param value for example {@code /dashboard?tab=keys}
 */
public record NextPath(String value) {

    public static final NextPath ROOT = new NextPath("/");

    private static final int MAX_LENGTH = 1024;

    public NextPath {
        if (!isSafe(value)) {
            throw new IllegalArgumentException("not a relative path of this site");
        }
    }

    /** The path, if browsers read it as one of this site; empty otherwise. */
    public static Optional<NextPath> of(String value) {
        return isSafe(value) ? Optional.of(new NextPath(value)) : Optional.empty();
    }

    /**
     * One slash first, as two begin another host; no backslash, which browsers read as a slash; no control character,
     * which they drop; all else that is not printable ASCII must come percent-encoded, as in any address.
     */
    private static boolean isSafe(String value) {
        return value.length() <= MAX_LENGTH
                && value.startsWith("/")
                && !value.startsWith("//")
                && value.chars().allMatch(letter -> letter > ' ' && letter < 0x7f && letter != '\\');
    }
}
