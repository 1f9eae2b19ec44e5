package omni.endpoint;

import java.util.List;
import omni.access.Principal;
import omni.access.Scopes;
import org.jspecify.annotations.Nullable;

/** The caller, as the dashboard shows them (contract 11.7, 11.8). */
record PrincipalView(
        String principalId,
        String subject,
        @Nullable String orgId,
        String authMode,
        List<String> scopes,
        boolean livemode) {

    static PrincipalView of(Principal principal) {
        return new PrincipalView(
                principal.principalId(),
                principal.subject(),
                principal.orgId(),
                principal.authMode().wire(),
                Scopes.sort(principal.scopes()),
                principal.livemode());
    }
}
