package omni.sec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityLookupTest {

    private final EntityLookup lookup = new EntityLookup(Look.BUNDLED);

    @ParameterizedTest(name = "{0} → {1}, {2} {3}, {4}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                             ticker; basis;               matched;                 confidence
            ticker=AAPL;                       AAPL;   ticker;              AAPL;                    1
            ticker= aapl ;                     AAPL;   ticker;              AAPL;                    1
            symbol=msft;                       MSFT;   ticker;              MSFT;                    1
            ticker=BRK.B;                      BRK-B;  ticker;              BRK-B;                   1
            ticker=brk-b;                      BRK-B;  ticker;              BRK-B;                   1
            ticker=BRK/B;                      BRK-B;  ticker;              BRK-B;                   1
            ticker=brkb;                       BRK-B;  ticker;              BRK-B;                   1
            ticker=GOOG;                       GOOGL;  ticker;              GOOG;                    1
            ticker=WFC-PL;                     WFC;    ticker;              WFC-PL;                  1
            cik=320193;                        AAPL;   cik;                 0000320193;              1
            cik=0000320193;                    AAPL;   cik;                 0000320193;              1
            cik=CIK0000320193;                 AAPL;   cik;                 0000320193;              1
            name=Apple Inc.;                   AAPL;   name;                apple inc;               1
            name=walmart inc;                  WMT;    name;                walmart inc;             1
            name=alphabet;                     GOOGL;  alias;               alphabet;                0.95
            name=P%26G;                        PG;     alias;               p and g;                 0.95
            name=Wells Fargo;                  WFC;    alias;               wells fargo;             0.95
            name=Procter %26 Gamble;           PG;     alias;               procter and gamble;      0.95
            name=microsoft;                    MSFT;   name_without_suffix; microsoft;               0.9
            name=Microsoft Incorporated;       MSFT;   name_without_suffix; microsoft;               0.9
            name=McDonald's;                   MCD;    name_without_suffix; mcdonalds;               0.9
            name=Berkshire;                    BRK-B;  name_prefix;         berkshire;               0.8
            name=exxon;                        XOM;    name_prefix;         exxon;                   0.8
            name=bank of;                      BAC;    name_prefix;         bank of;                 0.6
            name=micros;                       MSFT;   name_prefix;         micros;                  0.6
            name=platforms meta;               META;   name_words;          platforms meta;          0.65
            query=alphabet;                    GOOGL;  alias;               alphabet;                0.95
            query=meta;                        META;   alias;               meta;                    0.95
            q=NVDA;                            NVDA;   ticker;              NVDA;                    1
            q=F;                               F;      ticker;              F;                       1
            q=1018724;                         AMZN;   cik;                 0001018724;              1
            q=coca cola;                       KO;     alias;               coca cola;               0.95
            ticker=AAPL&cik=1018724&q=tesla;   AAPL;   ticker;              AAPL;                    1
            ticker=&symbol= &cik=1018724;      AMZN;   cik;                 0001018724;              1
            view=default&ticker=AAPL;          AAPL;   ticker;              AAPL;                    1
            """)
    void theFirstIdentifierPresentNamesTheIssuer(
            String query, String ticker, String basis, String matched, BigDecimal confidence) {
        var entity = Look.record(lookup.resolve(Look.query(query), true));

        assertThat(entity.ticker()).isEqualTo(ticker);
        assertThat(entity.resolution())
                .contains(new EntityView.Resolution(confidence, basis, Optional.of(matched), false));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = ';', useHeadersInDisplayName = true, textBlock = """
            query;                              refusal
            '';                                 missing_identifier
            ticker= ;                           missing_identifier
            company=AAPL;                       missing_identifier
            ticker=ZZZZZZ;                      entity_not_found
            ticker=.;                           entity_not_found
            cik=9999999999;                     entity_not_found
            cik=0;                              entity_not_found
            figi=BBG000B9XRY4;                  entity_not_found
            composite_figi=BBG000B9XRY4;        entity_not_found
            share_class_figi=BBG001S5N8V8;      entity_not_found
            isin=US0378331005;                  entity_not_found
            cusip=037833100;                    entity_not_found
            isin=US0378331005&name=apple;       entity_not_found
            name=no such firm anywhere;         entity_not_found
            name=!!!;                           entity_not_found
            name=a;                             entity_not_found
            q=qqqqqqqq;                         entity_not_found
            cik=apple;                          invalid_query_parameter:cik
            cik=12345678901;                    invalid_query_parameter:cik
            cik=-1;                             invalid_query_parameter:cik
            ticker=AAPL&view=full;              invalid_query_parameter:view
            ticker=&symbol= &cik=apple;         invalid_query_parameter:cik
            """)
    void anIssuerThatIsNotNamedOrNotKnownIsRefused(String query, String refusal) {
        assertThat(Look.refused(lookup.resolve(Look.query(query), true))).isEqualTo(refusal);
    }

    @Test
    void anUnknownViewNamesTheAcceptedOnes() {
        assertThat(Look.refusal(lookup.resolve(Look.query("ticker=AAPL&view=full"), true)))
                .isInstanceOfSatisfying(
                        LookupRefusal.InvalidParameter.class,
                        refusal -> assertThat(refusal.acceptedValues()).containsExactly("default", "compact", "agent"));
    }

    @Test
    void anIdentifierOfAnyLengthIsRefusedNotSearched() {
        var query = Look.query("q=" + "x".repeat(201));

        assertThat(Look.refused(lookup.resolve(query, true))).isEqualTo("invalid_query_parameter:q");
    }

    @Test
    void anEntityTellsItsIdentifiersCoverPageAndProvenance() {
        var entity = Look.record(lookup.resolve(Look.query("ticker=GOOG"), false));

        assertThat(entity.id()).isEqualTo("cent_0001652044");
        assertThat(entity.livemode()).isFalse();
        assertThat(entity.createdAt()).isEqualTo("2026-06-01T00:00:00Z");
        assertThat(entity.identifiers())
                .containsExactly(
                        new EntityView.Identifier("cik", "0001652044", "0001652044", true),
                        new EntityView.Identifier("ticker", "GOOGL", "GOOGL", true),
                        new EntityView.Identifier("ticker", "GOOG", "GOOG", false));
        assertThat(entity.aliases()).containsExactly("alphabet inc", "alphabet");
        assertThat(entity.jurisdiction()).isEqualTo("DE");
        assertThat(entity.metadata().orElseThrow().city()).contains("Mountain View");
        assertThat(entity.provenance().filingUrl())
                .isEqualTo("https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=0001652044");
        assertThat(entity.provenance().accessionNumber()).isNull();
    }

    @Test
    void aCompanyOfTheListAloneHasAliasesByRuleAndNoCoverPage() {
        var entity = Look.record(lookup.resolve(Look.query("ticker=MSFT"), true));

        assertThat(entity.aliases()).containsExactly("microsoft corp", "microsoft");
        assertThat(entity.jurisdiction()).isNull();
        assertThat(entity.metadata().orElseThrow().exchange()).contains("Nasdaq");
        assertThat(entity.metadata().orElseThrow().sic()).isEmpty();
    }
}
