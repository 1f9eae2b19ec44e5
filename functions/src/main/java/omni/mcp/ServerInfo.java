package omni.mcp;

/** Who serves, for display and logs of clients. */
public record ServerInfo(String name, String version) {}
