package omni.stripe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import omni.access.Rotating;
import omni.stripe.WebhookEvent.Fault;
import omni.stripe.WebhookEvent.Invalid;
import omni.stripe.WebhookEvent.NotConfigured;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a webhook is Stripe's: {@code Stripe-Signature: t=seconds,v1=hex,…} holds an HMAC-SHA-256 of
 * {@code t.body} over the raw bytes, made with one of our secrets (contract 12). Several secrets are accepted at once,
 * so that they can be rotated; blank ones count as absent.
 */
public final class StripeSignature {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String HMAC = "HmacSHA256";

    private final Rotating<List<SecretKeySpec>> secrets;

    public StripeSignature(List<String> secrets) {
        this(Rotating.ofConstant(secrets));
    }

    /** Judges by the secrets of the moment. */
    public StripeSignature(Rotating<List<String>> secrets) {
        this.secrets = secrets.map(StripeSignature::keys);
    }

    private static List<SecretKeySpec> keys(List<String> secrets) {
        return secrets.stream()
                .filter(secret -> !secret.isBlank())
                .map(secret -> new SecretKeySpec(secret.getBytes(UTF_8), HMAC))
                .toList();
    }

    /** Judges a request by its raw body and the value of its signature header, if it had one. */
    public WebhookEvent verify(byte[] body, @Nullable String header, Instant now) {
        var accepted = secrets.now();
        if (accepted.isEmpty()) {
            return new NotConfigured();
        }
        var signed = SignatureHeader.parse(header);
        if (signed.isEmpty()) {
            return new Invalid(Fault.SIGNATURE_MISSING);
        }
        return signedFault(accepted, signed.get(), body, now)
                .<WebhookEvent>map(Invalid::new)
                .orElseGet(() -> EventBody.parse(body).orElse(new Invalid(Fault.BODY_UNREADABLE)));
    }

    private static Optional<Fault> signedFault(
            List<SecretKeySpec> accepted, SignatureHeader header, byte[] body, Instant now) {
        if (!matches(accepted, header, body)) {
            return Optional.of(Fault.SIGNATURE_WRONG);
        }
        var age = Duration.between(header.at(), now).abs();
        return age.compareTo(TOLERANCE) > 0 ? Optional.of(Fault.TIMESTAMP_STALE) : Optional.empty();
    }

    /** Compares every pair in constant time and without stopping at the first hit. */
    private static boolean matches(List<SecretKeySpec> accepted, SignatureHeader header, byte[] body) {
        boolean matched = false;
        for (var secret : accepted) {
            var expected = HexFormat.of()
                    .formatHex(sign(secret, header.timestamp(), body))
                    .getBytes(US_ASCII);
            for (var signature : header.signatures()) {
                matched |= MessageDigest.isEqual(expected, signature.getBytes(US_ASCII));
            }
        }
        return matched;
    }

    private static byte[] sign(SecretKeySpec secret, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(timestamp.getBytes(US_ASCII));
            mac.update((byte) '.');
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }
}
