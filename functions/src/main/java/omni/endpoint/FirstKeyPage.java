package omni.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import omni.access.NextPath;
import omni.http.HtmlPage;
import omni.http.Reply;
import omni.http.Settings;
import omni.member.SignUp;

/** The page after a first sign-in: the one place and time that shows the first key (contract 3.2, 11.1). */
record FirstKeyPage(Settings settings) {

    private static final HtmlPage PAGE = HtmlPage.beside(FirstKeyPage.class, "first-key.html");

    Reply.Answer answer(SignUp.Prepared prepared, long grantCalls, NextPath next, List<String> cookies) {
        var made = prepared.organization();
        return PAGE.answer(
                Map.of(
                        "email", made.founder().email(),
                        "calls", String.format(Locale.ENGLISH, "%,d", grantCalls),
                        "secret", prepared.secret(),
                        "variable", settings.keyBrand().toUpperCase(Locale.ROOT) + "_API_KEY",
                        "api", settings.apiBaseUrl(),
                        "prefix", settings.headerPrefix(),
                        "billing", settings.billingUrl(),
                        "docs", settings.docsBaseUrl(),
                        "next", next.value(),
                        "organization", made.organization().id()),
                cookies);
    }
}
