package omni.mcp;

import java.util.List;

/** The two generations of the protocol: with metadata on every request, and with an {@code initialize} before all others. */
public enum Era {
    MODERN(List.of("2026-07-28")),
    LEGACY(List.of("2025-11-25", "2025-06-18", "2025-03-26"));

    /** Codes of refusals begin at −32000 in the legacy era; the modern one reserves these numbers. */
    private static final int LEGACY_BASE = -32_000;

    private static final int MODERN_BASE = -31_000;

    private final List<String> versions;

    Era(List<String> versions) {
        this.versions = versions;
    }

    /** The revisions that are served, newest first. */
    public List<String> versions() {
        return versions;
    }

    /** The JSON-RPC code of our own refusal number {@code n}: 7 is −32007, or −31007. */
    int code(int n) {
        return (this == MODERN ? MODERN_BASE : LEGACY_BASE) - n;
    }
}
