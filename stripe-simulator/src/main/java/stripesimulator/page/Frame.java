package stripesimulator.page;

import static stripesimulator.account.Documents.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import stripesimulator.catalog.Prices;
import stripesimulator.page.HostedPages.Reply;

/**
 * What all hosted pages look like.
 *
 * @param product what they are headed with
 */
record Frame(String product) {

    private static final Html PAGE = Html.load("pay.html");
    private static final Html ENDED = Html.load("ended.html");

    /** What stands beside the content. */
    record Aside(String lead, String headline, String due, String note, String email) {

        static final Aside NOTHING = new Aside("", "", "", "", "");

        String html() {
            return element("p class=\"lead\"", lead)
                    + element("h1", headline)
                    + (due.isEmpty()
                            ? ""
                            : "<p class=\"due\"><span>Due today</span><span>" + Html.text(due) + "</span></p>")
                    + element("p class=\"note\"", note);
        }

        private static String element(String tag, String text) {
            return text.isEmpty() ? "" : "<" + tag + ">" + Html.text(text) + "</" + tag.split(" ", 2)[0] + ">\n";
        }
    }

    /** A page; {@code content} is HTML. */
    Reply page(int status, String title, Aside aside, String content) {
        var who = aside.email().isEmpty() ? "" : "<p class=\"who\">Account: " + Html.text(aside.email()) + "</p>";
        return new Reply.Page(
                status,
                PAGE.fill(Map.of(
                        "title", Html.text(title),
                        "product", Html.text(product),
                        "initial", Html.text(product.substring(0, 1)),
                        "aside", aside.html(),
                        "who", who,
                        "content", content)));
    }

    /** A page on which there is nothing to do; {@code link} is HTML. */
    Reply message(int status, String title, Aside aside, String heading, String text, String link) {
        return page(
                status,
                title,
                aside,
                ENDED.fill(Map.of("heading", Html.text(heading), "text", Html.text(text), "cancel", link)));
    }

    Reply notFound() {
        return message(
                404,
                "Not found",
                Aside.NOTHING,
                "There is no such page",
                "Check the address, or go back and ask for a new link.",
                "");
    }

    static String alert(String text) {
        return text.isEmpty() ? "" : "<p class=\"alert\" role=\"alert\">" + Html.text(text) + "</p>";
    }

    static String link(String url, String words) {
        return url.isEmpty() ? "" : "<a class=\"quiet\" href=\"" + Html.text(url) + "\">" + Html.text(words) + "</a>";
    }

    /** An amount as people read it. */
    static String dollars(long cents) {
        return "$%,d.%02d".formatted(cents / 100, cents % 100);
    }

    /** A price as people read it. */
    static String perPeriod(JsonNode price) {
        return dollars(Prices.cents(price)) + " per " + text(price.path("recurring"), "interval");
    }
}
