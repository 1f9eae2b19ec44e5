package omni.local.machine;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The secrets of one local world; in a folder they outlive the process, one file each.
 *
 * @param pepper keys the hashes of API keys
 * @param sessionKey seals cookies, 32 bytes in base64
 * @param addressSalt keys the hashes of client addresses
 * @param stripeKey what the simulator takes for an API key
 * @param webhookSecret signs the simulator's webhooks
 * @param ticketSecret signs tickets of the chat
 */
public record LocalSecrets(
        String pepper,
        String sessionKey,
        String addressSalt,
        String stripeKey,
        String webhookSecret,
        String ticketSecret) {

    /** The secrets of a folder, made on the first start; without one they are made anew. */
    public static LocalSecrets in(Optional<Path> folder) {
        var random = new SecureRandom();
        return new LocalSecrets(
                readOrCreate(folder, "pepper", () -> hex(random, 32)),
                readOrCreate(folder, "session-key", () -> Base64.getEncoder().encodeToString(bytes(random, 32))),
                readOrCreate(folder, "address-salt", () -> hex(random, 32)),
                readOrCreate(folder, "stripe-key", () -> "sk_test_local" + hex(random, 12)),
                readOrCreate(folder, "webhook-secret", () -> "whsec_local" + hex(random, 16)),
                readOrCreate(folder, "ticket-secret", () -> hex(random, 32)));
    }

    private static String readOrCreate(Optional<Path> folder, String name, Supplier<String> made) {
        return folder.map(path -> new AtomicFile(path.resolve(name)))
                .map(file -> file.read().orElseGet(() -> {
                    var secret = made.get();
                    file.write(secret);
                    return secret;
                }))
                .orElseGet(made);
    }

    private static byte[] bytes(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hex(SecureRandom random, int length) {
        return HexFormat.of().formatHex(bytes(random, length));
    }

    @Override
    public String toString() {
        return "LocalSecrets[hidden]";
    }
}
