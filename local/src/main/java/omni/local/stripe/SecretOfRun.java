package omni.local.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import omni.access.Ids;
import omni.access.SecretStore.Reading;
import omni.local.machine.AtomicFile;
import omni.stripe.SigningSecretPlace;

/** The signing secrets of Stripe's destinations that a run on this machine reads when it starts: a file of its data folder. */
public final class SecretOfRun implements SigningSecretPlace {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** @param data the folder that {@code ./omni up} is told by {@code --data} */
    public SecretOfRun(Path data) {
        this.folder = data.toAbsolutePath().normalize();
    }

    /** Of this folder and no other, without saying where it is. */
    @Override
    public String name() {
        return Ids.ofWords("local", folder.toString());
    }

    private AtomicFile file() {
        return new AtomicFile(folder.resolve("secrets").resolve("stripe-webhooks"));
    }

    @Override
    public Reading read() {
        try {
            return new Reading.Found(file().read().orElse(""));
        } catch (UncheckedIOException e) {
            return new Reading.Unreadable(cause(e));
        }
    }

    @Override
    public Optional<String> write(String text) {
        try {
            Files.createDirectories(file().path().getParent());
            file().write(text);
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(cause(e));
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static String cause(UncheckedIOException e) {
        var cause = e.getCause();
        return e.getMessage() + ", " + (cause == null ? "" : cause.getClass().getSimpleName());
    }

    /** As the functions' setting has them, comma separated; empty where none was written. */
    String accepted() {
        try {
            return read() instanceof Reading.Found(var text) && !text.isBlank()
                    ? JSON.readTree(text).path("webhookSecrets").asText()
                    : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
