package omni.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omni.access.AccessTokens;
import omni.access.Operators;
import omni.access.Scopes;
import omni.timeouts.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens by the keys that the issuer publishes. What tells an access token from the issuer's other tokens is its
 * audience, as their types do not (RFC 9068 is followed by few); a token that calls itself something else is refused all the
 * same, and so is one that needs a proof of possession, which nobody checks here.
 */
public final class OidcAccessTokens implements AccessTokens {

    private static final Duration COLD_PAUSE = Duration.ofSeconds(5);

    /** {@code typ} of an access token's header, in small letters; many issuers write none or the general one. */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    /** Claims of an identity token, of a logout token, of a token that is bound to a key. */
    private static final List<String> FOREIGN = List.of("at_hash", "c_hash", "events", "cnf");

    private final InstantSource clock;
    private final Audiences audiences;
    private final Operators operators;
    private final IssuerTokens tokens;

    /**
     * @param issuer exactly as it calls itself
     * @param audiences a token is for one of those of its call's resource
     * @param operators know which claim names a person's groups
     */
    public OidcAccessTokens(
            URI issuer, Audiences audiences, Operators operators, InstantSource clock, Timeouts.Request timeouts) {
        this.clock = clock;
        this.audiences = audiences;
        this.operators = operators;
        var documents = new IssuerDocuments(issuer, clock, new IssuerHttp(timeouts), COLD_PAUSE);
        this.tokens = new IssuerTokens(issuer.toString(), documents.keys());
    }

    @Override
    public Verdict verify(String token, Resource resource) {
        try {
            return switch (tokens.check(token, clock.instant())) {
                case IssuerTokens.Check.Bad(var fault) -> new Bad(fault);
                case IssuerTokens.Check.Good(var type, var claims) -> verdict(type, claims, resource);
            };
        } catch (IssuerUnreachable e) {
            return new Unverifiable(String.valueOf(e.getMessage()));
        }
    }

    private Verdict verdict(String type, JWTClaimsSet claims, Resource resource) {
        return fault(type, claims, resource).<Verdict>map(Bad::new).orElseGet(() -> good(claims, resource));
    }

    private Good good(JWTClaimsSet claims, Resource resource) {
        var about = claims.getClaims();
        var group = operators.decisive(operators.groups(about));
        return new Good(
                PersonClaims.identity(tokens.issuer(), claims.getSubject(), about, group), scopes(claims, resource));
    }

    private Optional<String> fault(String type, JWTClaimsSet claims, Resource resource) {
        if (Collections.disjoint(claims.getAudience(), audiences.listed())) {
            return Optional.of("aud is none of ours");
        }
        if (Collections.disjoint(claims.getAudience(), audiences.of(resource))) {
            return Optional.of("aud does not count on this route");
        }
        if (!TYPES.contains(type)) {
            return Optional.of("typ is of no access token");
        }
        return FOREIGN.stream()
                .filter(name -> claims.getClaim(name) != null)
                .findFirst()
                .map(name -> name + " is of no access token");
    }

    /** A client of MCP that asks for no scope gets what a new key gets: its person was shown no more. */
    private Set<String> scopes(JWTClaimsSet claims, Resource resource) {
        var named = named(claims, resource);
        return audiences.isForMcpAlone(resource) && Collections.disjoint(named, Scopes.KNOWN)
                ? Set.copyOf(Scopes.NEW_KEY)
                : named;
    }

    /** {@code scope} (RFC 9068), or {@code scp} as some issuers call it: a text of words, or a list. */
    private Set<String> named(JWTClaimsSet claims, Resource resource) {
        var ours = claims.getAudience().stream()
                .filter(audiences.of(resource)::contains)
                .toList();
        return Stream.of("scope", "scp")
                .map(claims::getClaim)
                .flatMap(OidcAccessTokens::words)
                .map(word -> ofResource(word, ours))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Some issuers put the resource before the name of its scope (Cognito's resource servers). */
    private static String ofResource(String word, List<String> ours) {
        return ours.stream()
                .filter(audience -> word.startsWith(audience + "/"))
                .findFirst()
                .map(audience -> word.substring(audience.length() + 1))
                .orElse(word);
    }

    /** An issuer that says it in another form says nothing that we understand. */
    private static Stream<String> words(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty());
            case List<?> list -> list.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }
}
