package omni.catalog;

/** Where a chat message comes in, as rows tell it: no route of the catalog's file, and never one of them. */
public final class ChatRoute {

    /** Permanent, above all that the file can give. */
    public static final int NUMBER = 10_000;

    public static final String METHOD = "WS";

    public static final String PATH = "/ws";

    private ChatRoute() {}
}
