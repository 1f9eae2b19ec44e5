package omni.access;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The scopes of contract 3.4 and what includes what. */
public final class Scopes {

    public static final String READ_SEC = "read:sec";
    public static final String WRITE_SEC = "write:sec";
    public static final String BILLING_READ = "billing:read";
    public static final String BILLING_MANAGE = "billing:manage";
    public static final String API_KEYS_MANAGE = "api_keys:manage";
    public static final String OPERATOR = "admin:operator";
    public static final String ALL = "*";

    /** Every scope there is, in the contract's order. */
    public static final List<String> KNOWN =
            List.of(READ_SEC, WRITE_SEC, BILLING_READ, BILLING_MANAGE, API_KEYS_MANAGE, OPERATOR, ALL);

    /** What a human of an organization holds. */
    public static final Set<String> HUMAN = Set.of(READ_SEC, WRITE_SEC, BILLING_READ, BILLING_MANAGE, API_KEYS_MANAGE);

    /** Those of operators: a key holds them for a time only (contract 3). */
    public static final Set<String> OPERATORS = Set.of(OPERATOR, ALL);

    /** What a new key holds unless others are asked for. */
    public static final List<String> NEW_KEY = List.of(READ_SEC);

    private Scopes() {}

    /** Whether one of these is of operators. */
    public static boolean ofOperator(List<String> scopes) {
        return scopes.stream().anyMatch(OPERATORS::contains);
    }

    /** Whether these scopes give that one. */
    public static boolean grant(Set<String> held, String wanted) {
        return held.contains(wanted)
                || held.contains(ALL)
                || switch (wanted) {
                    case BILLING_READ -> held.contains(BILLING_MANAGE) || held.contains(OPERATOR);
                    case BILLING_MANAGE, API_KEYS_MANAGE -> held.contains(OPERATOR);
                    default -> false;
                };
    }

    /**
     * What a token leaves of the scopes that its person holds. A token that names scopes of ours gives those of them that the
     * person holds, and no other; one that names none (an issuer that knows nothing of our scopes) gives all.
     *
     * @param named as the token lists them, perhaps with the issuer's own
     */
    public static Set<String> narrow(Set<String> held, Set<String> named) {
        return named.contains(ALL) || Collections.disjoint(KNOWN, named)
                ? held
                : KNOWN.stream()
                        .filter(named::contains)
                        .filter(scope -> grant(held, scope))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Scopes in the contract's order, for lists. */
    public static List<String> sort(Set<String> scopes) {
        return KNOWN.stream().filter(scopes::contains).toList();
    }
}
