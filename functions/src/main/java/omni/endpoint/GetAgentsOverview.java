package omni.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import omni.call.Endpoint;
import omni.call.Exchange;
import omni.http.Accept;
import omni.http.HtmlPage;
import omni.http.Markdown;
import omni.http.Reply;
import omni.http.Settings;

/**
 * The way of an agent from nothing to its first paid call, as a page or as Markdown, whichever is preferred. {@code GET
 * /agents}, contract 13.4.
 */
public final class GetAgentsOverview implements Endpoint {

    private static final String HTML = "text/html";
    private static final String MARKDOWN = "text/markdown";
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final HtmlPage PAGE = HtmlPage.beside(GetAgentsOverview.class, "agents.html");

    private final Reply.Answer page;
    private final Reply.Answer markdown;

    public GetAgentsOverview(Settings settings, long grantCalls) {
        var text = new AgentsGuide(settings, grantCalls).markdown();
        this.page = PAGE.sharedAnswer(Map.of("api", settings.apiBaseUrl()), Map.of("guide", Markdown.html(text)), FRESH)
                .with("Vary", "Accept");
        this.markdown = Reply.Answer.ok(text)
                .with("Content-Type", "text/markdown; charset=utf-8")
                .with("Cache-Control", "public, max-age=" + FRESH.toSeconds())
                .with("Vary", "Accept");
    }

    @Override
    public Reply handle(Exchange exchange) {
        var preferred = Accept.of(exchange.request()).preference(List.of(HTML, MARKDOWN));
        return preferred.equals(MARKDOWN) ? markdown : page;
    }
}
