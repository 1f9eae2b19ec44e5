package omni.sec;

/** What made an object out of its source: a shared block of contract 11.12. */
public record Materialization(String parserVersion, String materializationVersion) {

    static Materialization of(Origin origin) {
        return new Materialization(origin.parserVersion(), origin.version());
    }
}
