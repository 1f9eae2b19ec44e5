package omni.sec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The statements that are served. */
public enum StatementKey {
    INCOME_STATEMENT("Income statement"),
    BALANCE_SHEET("Balance sheet"),
    CASH_FLOW_STATEMENT("Cash flow statement");

    private final String title;

    StatementKey(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** The value of {@code statement_key}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A balance sheet speaks of a day; the others of the time up to it. */
    boolean isOfInstants() {
        return this == BALANCE_SHEET;
    }

    public static List<String> wireNames() {
        return Stream.of(values()).map(StatementKey::wireName).toList();
    }

    static Optional<StatementKey> of(String wireName) {
        return Stream.of(values())
                .filter(key -> key.wireName().equals(wireName))
                .findFirst();
    }
}
