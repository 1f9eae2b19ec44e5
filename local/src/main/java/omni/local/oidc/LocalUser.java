package omni.local.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import omni.local.machine.LocalJson;

/**
 * Somebody who signs in.
 *
 * @param email in small letters
 * @param emailVerified whether the provider vouches for the address
 */
record LocalUser(String email, String name, boolean emailVerified) {

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]{1,190}");
    private static final int SUBJECT_HEX_DIGITS = 24;

    LocalUser {
        email = email.strip().toLowerCase(Locale.ROOT);
        name = name.strip();
    }

    /** A user with this address; without a name it is the part before the at sign. Nothing for what is no address. */
    static Optional<LocalUser> of(String email, String name, boolean emailVerified) {
        var address = email.strip();
        if (!EMAIL.matcher(address).matches() || name.length() > 200) {
            return Optional.empty();
        }
        var shown = name.isBlank() ? address.substring(0, address.indexOf('@')) : name;
        return Optional.of(new LocalUser(address, shown, emailVerified));
    }

    /** Made from the address alone, so that it survives a lost folder. */
    String subject() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(email.getBytes(StandardCharsets.UTF_8));
            return "local-" + HexFormat.of().formatHex(digest).substring(0, SUBJECT_HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    ObjectNode claims() {
        return LocalJson.object()
                .put("email", email)
                .put("email_verified", emailVerified)
                .put("name", name);
    }
}
