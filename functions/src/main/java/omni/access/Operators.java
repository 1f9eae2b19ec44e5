package omni.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is an operator (contract 3, 11.11): a person whose subject or verified e-mail is listed, or whose token says that they are
 * in the operators' group. A key never is one by this rule, only by a scope that an operator gave it.
 *
 * @param subjects {@code operator.subjects}: e-mail addresses, which are the entries with an at sign, compared without case, and
 *     OIDC subjects, which are all others, compared exactly. Whoever can choose their own subject is nobody's address by it
 * @param group {@code operator.groupClaim} and {@code operator.group}; null where no group makes operators
 */
public record Operators(Set<String> subjects, @Nullable Group group) {

    /** Nobody is one. */
    public static final Operators NONE = new Operators(Set.of(), null);

    /** What operators hold besides what every person of an organization does (contract 3.4). */
    private static final Set<String> OWN = Set.of(Scopes.OPERATOR, Scopes.ALL);

    /**
     * The group whose members are operators.
     *
     * @param claim name of the token's claim, a text or a list of texts
     * @param name that has to be in it
     */
    public record Group(String claim, String name) {}

    public Operators {
        subjects = Set.copyOf(subjects);
    }

    /** What the token of a sign-in, or a bearer token, says of groups: the values of the claim that counts here. */
    public List<String> groups(Map<String, ? extends @Nullable Object> claims) {
        return switch (group == null ? null : claims.get(group.claim())) {
            case String text -> List.of(text);
            case Collection<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }

    /** The one of a person's groups that makes them an operator; null for none. */
    public @Nullable String decisive(Collection<String> groups) {
        return group != null && groups.contains(group.name()) ? group.name() : null;
    }

    /**
     * Whether a person is an operator.
     *
     * @param verifiedEmail null for one whose address the issuer does not vouch for
     * @param groups as {@link #groups} read them from their token
     */
    public boolean includes(String subject, @Nullable String verifiedEmail, Collection<String> groups) {
        return (!isAddress(subject) && subjects.contains(subject))
                || (verifiedEmail != null && emails().contains(EmailAddress.fold(verifiedEmail)))
                || decisive(groups) != null;
    }

    private Set<String> emails() {
        return subjects.stream()
                .filter(Operators::isAddress)
                .map(EmailAddress::fold)
                .collect(Collectors.toSet());
    }

    private static boolean isAddress(String listed) {
        return listed.indexOf('@') >= 0;
    }

    /** The scopes of a person (contract 3.4). */
    public Set<String> scopes(String subject, @Nullable String verifiedEmail, Collection<String> groups) {
        if (!includes(subject, verifiedEmail, groups)) {
            return Scopes.HUMAN;
        }
        var scopes = new HashSet<>(Scopes.HUMAN);
        scopes.addAll(OWN);
        return Set.copyOf(scopes);
    }
}
