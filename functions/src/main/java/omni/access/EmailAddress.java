package omni.access;

import java.util.Optional;

/**
 * An e-mail address as addresses are compared here: without the case of ASCII letters (contract 11.1a). Other letters stay as
 * they are: Unicode's own folding would make one mailbox of two (the Kelvin sign is no {@code k}), and somebody else would
 * pass for the person who was invited.
 *
 * @param value 3 to 254 characters: a local part of at most 64, an at sign, a domain; no space, no control or format
 *     character: those turn or hide what stands around them
 */
public record EmailAddress(String value) {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;

    public EmailAddress {
        value = fold(value);
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an e-mail address");
        }
    }

    /** The address that a text is; empty when it has not the shape of one. */
    public static Optional<EmailAddress> of(String text) {
        return isWellFormed(text) ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }

    /** The text with its ASCII letters small: two spellings of one address fold to the same. */
    public static String fold(String text) {
        var folded = new StringBuilder(text.length());
        text.chars().forEach(letter -> folded.append((char) (letter >= 'A' && letter <= 'Z' ? letter + 32 : letter)));
        return folded.toString();
    }

    private static boolean isWellFormed(String text) {
        var at = text.lastIndexOf('@');
        return text.length() <= MAX_LENGTH
                && at > 0
                && at <= MAX_LOCAL_LENGTH
                && at < text.length() - 1
                && text.codePoints().noneMatch(EmailAddress::isUnfit);
    }

    private static boolean isUnfit(int letter) {
        return Character.isWhitespace(letter)
                || Character.isSpaceChar(letter)
                || Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT
                || Character.getType(letter) == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return value;
    }
}
