package omni.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
        accept                                                          | gets
        ''                                                              | html
        */*                                                             | html
        text/*                                                          | html
        text/html                                                       | html
        text/markdown                                                   | markdown
        TEXT/Markdown                                                   | markdown
        text/markdown;charset=utf-8                                     | markdown
        text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | html
        text/markdown, text/html, */*                                   | markdown
        text/html, text/markdown                                        | html
        text/markdown;q=0.9, text/html                                  | html
        text/markdown;q=0.9, text/html;q=0.8                            | markdown
        text/markdown; q=0.9, text/html; q=0.8                          | markdown
        text/html;q=0.8, text/markdown;q=0.801                          | markdown
        text/markdown, */*;q=0.1                                        | markdown
        text/markdown;q=0.1, */*                                        | html
        text/html;q=0, */*                                              | markdown
        text/html;q=0, text/*;q=0.5                                     | markdown
        text/markdown;q=0, text/*                                       | html
        text/markdown;q=0                                               | html
        text/*;q=0.5, text/markdown;q=0.6                               | markdown
        application/json                                                | html
        application/json, text/markdown;q=0.1                           | markdown
        text/markdown;q=2                                               | html
        text/markdown;q=x, text/html;q=0.1                              | html
        nonsense                                                        | html
        ',;,/'                                                          | html
        */markdown                                                      | html
        """)
    void theBetterLikedOneIsGivenAndHtmlWithoutAPreference(String header, String expected) {
        assertThat(Accept.of(header).preference(List.of("text/html", "text/markdown")))
                .isEqualTo("text/" + expected);
    }
}
