package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest(name = "{0} is compared as {1}, bare {2}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            name;                        normalized;                   bare
            Apple Inc.;                  apple inc;                    apple
            AMAZON.COM, INC.;            amazon com inc;               amazon com
            PROCTER & GAMBLE Co;         procter and gamble co;        procter and gamble
            WELLS FARGO & COMPANY/MN;    wells fargo and company mn;   wells fargo
            BANK OF AMERICA CORP /DE/;   bank of america corp de;      bank of america
            Anheuser-Busch InBev SA/NV;  anheuser busch inbev sa nv;   anheuser busch inbev
            McDonald's Corp;             mcdonalds corp;               mcdonalds
            Nestlé S.A.;                 nestle s a;                   nestle
            Sany Heavy Co., Ltd./ADR;    sany heavy co ltd adr;        sany heavy
            CORP;                        corp;                         corp
            """)
    void aNameIsComparedInLowerCaseWithoutPunctuationAndLegalForm(String name, String normalized, String bare) {
        assertThat(Names.normalize(name)).isEqualTo(normalized);
        assertThat(Names.withoutSuffix(name)).isEqualTo(bare);
    }

    @ParameterizedTest(name = "{0} is listed as {1}")
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            typed,  symbol, compact
            brk.b,  BRK-B,  BRKB
            BRK/B,  BRK-B,  BRKB
            ' aapl', AAPL,  AAPL
            .A.,    A,      A
            """)
    void aSymbolIsUpperCaseWithDashes(String typed, String symbol, String compact) {
        assertThat(Names.symbol(typed)).isEqualTo(symbol);
        assertThat(Names.compactSymbol(typed)).isEqualTo(compact);
    }
}
