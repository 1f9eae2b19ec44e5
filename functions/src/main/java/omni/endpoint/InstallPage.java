package omni.endpoint;

import java.util.List;
import java.util.Map;
import omni.http.HtmlPage;
import omni.http.Reply;
import omni.json.Json;

/** The install payload as a page for people (contract 13.1). */
final class InstallPage {

    private static final HtmlPage PAGE = HtmlPage.beside(InstallPage.class, "mcp-install.html");

    private InstallPage() {}

    /** @param name of the server, as clients list it */
    static Reply.Answer of(InstallView install, String name) {
        var clients = install.clients();
        var header = install.auth().apiKeyHeader();
        return PAGE.answer(
                Map.ofEntries(
                        Map.entry("name", name),
                        Map.entry("url", install.transport().url()),
                        Map.entry("auth", install.auth().note()),
                        Map.entry("command", clients.claudeCode().addCommand()),
                        Map.entry("commandNote", clients.claudeCode().note()),
                        Map.entry(
                                "config",
                                Json.text(Map.of(name, clients.cursor().config()))),
                        Map.entry("configNote", clients.cursor().note()),
                        Map.entry("header", header),
                        Map.entry("key", clients.generic().headers().getOrDefault(header, "")),
                        Map.entry("agents", install.docs().agentsUrl()),
                        Map.entry("started", install.docs().gettingStartedUrl())),
                Map.of(
                        "tools",
                        install.capabilitiesSummary().tools().stream()
                                .map(tool -> Map.of("tool", tool))
                                .toList()),
                List.of());
    }
}
