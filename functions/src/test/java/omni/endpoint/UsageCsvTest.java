package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No cell reads as a formula, and every cell reads back as one (RFC 4180). */
class UsageCsvTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(quoteCharacter = '`', delimiter = ';', textBlock = """
            req_1;          req_1
            ``;             ``
            -1;             '-1
            =1+1;           '=1+1
            +44;            '+44
            @SUM(A1);       '@SUM(A1)
            a=b;            a=b
            a-b;            a-b
            .-1;            .-1
            a,b;            "a,b"
            -a,b;           "'-a,b"
            say "x" ok;     "say ""x"" ok"
            ="x".;          "'=""x""."
            """)
    void aCell(String value, String written) {
        assertThat(UsageCsv.cell(value)).isEqualTo(written);
    }

    @Test
    void aCellOfTwoLinesIsQuoted() {
        assertThat(UsageCsv.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(UsageCsv.cell("-\n")).isEqualTo("\"'-\n\"");
    }

    @Test
    void valuesReadAsInJson() {
        assertThat(UsageCsv.cell(null)).isEmpty();
        assertThat(UsageCsv.cell(new BigDecimal("0.000001"))).isEqualTo("0.000001");
        assertThat(UsageCsv.cell(Instant.parse("2026-05-14T09:00:00Z"))).isEqualTo("2026-05-14T09:00:00.000Z");
        assertThat(UsageCsv.cell(true)).isEqualTo("true");
    }
}
