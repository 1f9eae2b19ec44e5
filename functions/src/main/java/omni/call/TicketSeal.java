package omni.call;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import omni.access.Rotating;
import omni.chat.ChatTicket;
import omni.chat.ChatUser;
import omni.json.Fields;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Seals tickets (contract 14.1): {@code base64url(payload) + "." + base64url(HMAC-SHA-256(secret, the first part))}. There is one algorithm
 * and a ticket names none. Nothing of a payload is read before its signature is found good.
 */
public final class TicketSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int VERSION = 1;
    private static final String BROWSER = "browser";
    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_ID = 128;

    /** A ticket of a worker whose clock is ahead by less than this is taken. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(5);

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Rotating<List<SecretKeySpec>> keys;

    /** @param secrets what is signed with, then perhaps another whose signatures are accepted */
    public TicketSeal(Rotating<List<String>> secrets) {
        this.keys = secrets.map(texts -> texts.stream()
                .map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList());
    }

    /** What a ticket says; {@code exp} in seconds since the epoch. */
    private record Payload(
            int v,
            String userId,
            String orgId,
            Optional<String> sessionId,
            String ticketId,
            long exp,
            String servicePrincipal) {

        static Payload of(ChatTicket ticket) {
            return new Payload(
                    VERSION,
                    ticket.user().userId(),
                    ticket.user().orgId(),
                    Optional.ofNullable(ticket.sessionId()),
                    ticket.ticketId(),
                    ticket.expiresAt().getEpochSecond(),
                    BROWSER);
        }

        static @Nullable ChatTicket read(Fields in) {
            var version = in.requiredInteger("v", VERSION, VERSION);
            var user = new ChatUser(in.requiredText("orgId", 1, MAX_ID), in.requiredText("userId", 1, MAX_ID));
            var ticket = new ChatTicket(
                    in.requiredText("ticketId", 1, MAX_ID),
                    user,
                    in.text("sessionId", 1, MAX_ID),
                    Instant.ofEpochSecond(in.requiredInteger("exp", 0, Integer.MAX_VALUE * 2L)));
            var forBrowsers = in.requiredText("servicePrincipal", 1, MAX_ID).equals(BROWSER);
            in.refuseUnknown();
            return in.faults().isEmpty() && version == VERSION && forBrowsers ? ticket : null;
        }
    }

    /**
     * Seals a ticket.
     *
     * @param ticket whose end is a whole second
     */
    public String seal(ChatTicket ticket) {
        var payload = ENCODER.encodeToString(Json.write(Payload.of(ticket)));
        return payload + "." + ENCODER.encodeToString(sign(keys.now().getFirst(), payload));
    }

    /** The ticket that one of the secrets has sealed and whose time is now; empty for anything else, whatever it is. */
    public Optional<ChatTicket> open(String envelope, Instant now) {
        var dot = envelope.indexOf('.');
        if (envelope.length() > MAX_LENGTH || dot < 0) {
            return Optional.empty();
        }
        var payload = envelope.substring(0, dot);
        var signature = decode(envelope.substring(dot + 1));
        var bytes = decode(payload);
        if (signature == null || bytes == null || !isSigned(payload, signature)) {
            return Optional.empty();
        }
        return read(bytes)
                .filter(ticket -> now.isBefore(ticket.expiresAt()))
                .filter(ticket ->
                        !ticket.expiresAt().isAfter(now.plus(ChatTicket.LIFE).plus(CLOCKS_DIFFER)));
    }

    private static Optional<ChatTicket> read(byte[] payload) {
        try {
            return Optional.ofNullable(Payload.read(Fields.of(Json.readObject(payload))));
        } catch (Json.MalformedJson e) {
            // sealed by us, and yet no payload of ours: whoever brings it has no need to know why it does not open
            return Optional.empty();
        }
    }

    /** Null for what is no base64url without padding, in the one spelling that its bytes have. */
    private static byte @Nullable [] decode(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            return ENCODER.encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Every secret is tried, so that the time it takes does not tell which one it was. */
    private boolean isSigned(String payload, byte[] signature) {
        var good = false;
        for (var key : keys.now()) {
            good |= MessageDigest.isEqual(sign(key, payload), signature);
        }
        return good;
    }

    private static byte[] sign(SecretKeySpec key, String payload) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(payload.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
