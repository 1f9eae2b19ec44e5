package omni.http;

import java.util.Locale;

/** What a {@code Content-Type} says of a body. */
public final class ContentTypes {

    private ContentTypes() {}

    /** Whether it calls the body JSON: {@code application/json}, or any type that ends in {@code +json}. */
    public static boolean json(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.contains("/") && type.endsWith("+json"));
    }
}
