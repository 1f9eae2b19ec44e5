package omni.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Renders a text of our own as HTML, so that a page and its Markdown are one text: headings of two levels, paragraphs,
 * lists, fenced code, and in a line {@code code}, bold and links. All text is escaped.
 */
public final class Markdown {

    private static final Pattern BULLET = Pattern.compile("^- ");
    private static final Pattern NUMBERED = Pattern.compile("^[0-9]+\\. ");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(((?:https?:/)?/[^)\\s]*)\\)");
    private static final String FENCE = "```";

    private final List<String> lines;
    private final StringBuilder html = new StringBuilder();
    private int at;
    private boolean inSection;

    private Markdown(String text) {
        this.lines = text.lines().toList();
    }

    /** The text as HTML; each heading of the second level opens a section. */
    public static HtmlPage.Markup html(String text) {
        return new Markdown(text).render();
    }

    private HtmlPage.Markup render() {
        while (at < lines.size()) {
            block(lines.get(at));
        }
        closeSection();
        return new HtmlPage.Markup(html.toString());
    }

    private void block(String line) {
        if (line.isBlank()) {
            at++;
        } else if (line.startsWith("# ")) {
            html.append("<h1>").append(inline(line.substring(2))).append("</h1>\n");
            at++;
        } else if (line.startsWith("## ")) {
            section(line.substring(3));
        } else if (line.startsWith(FENCE)) {
            code();
        } else if (BULLET.matcher(line).lookingAt()) {
            list("ul", BULLET);
        } else if (NUMBERED.matcher(line).lookingAt()) {
            list("ol", NUMBERED);
        } else {
            html.append("<p>").append(inline(String.join(" ", paragraph()))).append("</p>\n");
        }
    }

    private void section(String heading) {
        closeSection();
        var id = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        html.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"");
        html.append(id).append("\">").append(inline(heading)).append("</h2>\n");
        inSection = true;
        at++;
    }

    private void closeSection() {
        if (inSection) {
            html.append("</section>\n");
        }
        inSection = false;
    }

    private void code() {
        var content = new ArrayList<String>();
        for (at++; at < lines.size() && !lines.get(at).startsWith(FENCE); at++) {
            content.add(lines.get(at));
        }
        at++;
        html.append("<pre tabindex=\"0\"><code>").append(HtmlPage.escape(String.join("\n", content)));
        html.append("</code></pre>\n");
    }

    /** Items begin with their mark; lines after it that are indented belong to it. */
    private void list(String tag, Pattern mark) {
        html.append('<').append(tag).append(">\n");
        while (at < lines.size() && mark.matcher(lines.get(at)).lookingAt()) {
            var item = new StringBuilder(mark.matcher(lines.get(at)).replaceFirst(""));
            for (at++; at < lines.size() && lines.get(at).startsWith("  "); at++) {
                item.append(' ').append(lines.get(at).strip());
            }
            html.append("<li>").append(inline(item.toString())).append("</li>\n");
        }
        html.append("</").append(tag).append(">\n");
    }

    private List<String> paragraph() {
        var content = new ArrayList<String>();
        while (at < lines.size() && !lines.get(at).isBlank() && !lines.get(at).startsWith(FENCE)) {
            content.add(lines.get(at));
            at++;
        }
        return content;
    }

    /** Inside code nothing else is marked up. */
    private static String inline(String text) {
        var out = new StringBuilder();
        var matcher = CODE.matcher(text);
        var end = 0;
        while (matcher.find()) {
            out.append(mark(text.substring(end, matcher.start())));
            out.append("<code>").append(HtmlPage.escape(matcher.group(1))).append("</code>");
            end = matcher.end();
        }
        return out.append(mark(text.substring(end))).toString();
    }

    private static String mark(String text) {
        var bold = BOLD.matcher(HtmlPage.escape(text)).replaceAll("<strong>$1</strong>");
        return LINK.matcher(bold).replaceAll("<a href=\"$2\">$1</a>");
    }
}
