package omni.lambda;

import omni.access.SecretStore.Reading;
import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import omni.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a setting {@code …_FROM} says: {@code name}, or {@code name#field} for one field of a secret that is a JSON object.
 *
 * @param name of the secret in the store, or its ARN
 * @param field null for the whole text
 */
record SecretReference(String name, @Nullable String field) {

    static SecretReference of(String setting) {
        var hash = setting.indexOf('#');
        return hash < 0
                ? new SecretReference(setting, null)
                : new SecretReference(setting.substring(0, hash), setting.substring(hash + 1));
    }

    /** What it says of what its secret holds. */
    Reading in(Reading whole) {
        if (field == null || !(whole instanceof Found(var text))) {
            return whole;
        }
        try {
            return Json.readObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                    .get(field)
                            instanceof String value
                    ? new Found(value)
                    : new Unreadable("its field " + field + " is no text");
        } catch (Json.MalformedJson e) {
            return new Unreadable("it is no JSON object");
        }
    }
}
