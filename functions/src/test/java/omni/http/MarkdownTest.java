package omni.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void everyKindOfBlockHasItsElement() {
        var html = Markdown.html("""
                # A title

                A paragraph of
                two lines.

                ## 1. A section, first

                - one `code`
                - two **bold**
                  goes on
                1. first
                2. second

                ```sh
                curl -H "a: b" \\
                  'c' <d>
                ```

                ## Another
                [There](https://example.com/a?b=c&d) and [here](/agents).
                """).html();

        assertThat(html).isEqualTo("""
                <h1>A title</h1>
                <p>A paragraph of two lines.</p>
                <section aria-labelledby="1-a-section-first">
                <h2 id="1-a-section-first">1. A section, first</h2>
                <ul>
                <li>one <code>code</code></li>
                <li>two <strong>bold</strong> goes on</li>
                </ul>
                <ol>
                <li>first</li>
                <li>second</li>
                </ol>
                <pre tabindex="0"><code>curl -H &quot;a: b&quot; \\
                  &#39;c&#39; &lt;d&gt;</code></pre>
                </section>
                <section aria-labelledby="another">
                <h2 id="another">Another</h2>
                <p><a href="https://example.com/a?b=c&amp;d">There</a> and <a href="/agents">here</a>.</p>
                </section>
                """);
    }

    @Test
    void nothingInATextBecomesAnElementOfItsOwn() {
        var html = Markdown.html("""
                <script>alert(1)</script> `<b>` [x](javascript:alert(1)) [y](https://e.example/"onclick="z)

                ## <img src=x>
                - <i>
                """).html();

        assertThat(html).doesNotContain("<script", "<b>", "<img", "<i>", "href=\"javascript", "\"onclick");
    }
}
