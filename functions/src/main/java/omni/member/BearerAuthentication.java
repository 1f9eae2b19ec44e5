package omni.member;

import java.util.List;
import omni.access.AccessTokens.Good;
import omni.access.AuthMode;
import omni.access.EmailAddress;
import omni.access.Human;
import omni.access.Operators;
import omni.access.Principal;
import omni.access.Scopes;
import omni.access.StoreUnavailable;
import omni.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * Knows a person by an access token that holds (contract 3.1): who they are here, and of which organization, as stored now and
 * not when the token was made. Two reads: the person, then the account. Their address and whether they are an operator is what the
 * token says now, whatever was stored of them.
 */
public record BearerAuthentication(Organizations organizations, Sessions accounts, Operators operators) {

    /** Whom a token proves. */
    public sealed interface Outcome {

        /**
         * Somebody whom the issuer vouches for.
         *
         * @param account null for a person without an organization
         */
        record Person(Principal principal, @Nullable Account account) implements Outcome {}

        /** The store did not answer; never to be answered as a refusal. */
        record Unreachable(String cause) implements Outcome {}
    }

    public Outcome person(Good token) {
        var identity = token.identity();
        try {
            var human = organizations.human(identity.issuer(), identity.subject());
            var account = human == null ? null : accounts.account(human.orgId());
            return new Outcome.Person(principal(token, human), account);
        } catch (StoreUnavailable e) {
            return new Outcome.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Principal principal(Good token, @Nullable Human human) {
        var identity = token.identity();
        var verified = identity.emailVerified() ? EmailAddress.fold(identity.email()) : null;
        return new Principal(
                AuthMode.BEARER,
                human == null ? Human.userId(identity.issuer(), identity.subject()) : human.userId(),
                identity.subject(),
                human == null ? null : human.orgId(),
                Scopes.narrow(
                        operators.scopes(identity.subject(), verified, groups(identity.operatorGroup())),
                        token.scopes()),
                true,
                null,
                null,
                null,
                verified);
    }

    private static List<String> groups(@Nullable String group) {
        return group == null ? List.of() : List.of(group);
    }
}
