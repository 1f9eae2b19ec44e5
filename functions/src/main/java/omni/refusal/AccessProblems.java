package omni.refusal;

import java.util.List;
import java.util.Set;
import omni.access.Scopes;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.http.Settings;

/**
 * The refusals of a caller who is known and may not (contract 3.3, 3.4): each says where a person signs in, who may what the
 * caller may not, and what to do then.
 */
public record AccessProblems(Settings settings) {

    /** Only a person may do this; {@code message} says why. */
    public Reply.Problem humanRequired(String message) {
        return signIn(Reply.Problem.of(ErrorCode.HUMAN_AUTH_REQUIRED, message), List.of(NextStep.START_LOGIN))
                .detail("retryable", false);
    }

    /** Scopes are missing, on a route of operators under a code of its own; a person may give a key that has others. */
    public Reply.Problem lacking(ErrorCode code, String message, List<String> required, Set<String> granted) {
        var problem = Reply.Problem.of(code, message)
                .detail("requiredScopes", required)
                .detail("grantedScopes", Scopes.sort(granted))
                .header(settings.headerPrefix() + "Required-Scopes", String.join(",", required));
        return code == ErrorCode.INSUFFICIENT_SCOPE
                ? signIn(problem, List.of(NextStep.START_LOGIN, NextStep.CREATE_API_KEY))
                : problem;
    }

    private Reply.Problem signIn(Reply.Problem problem, List<NextStep> steps) {
        return problem.detail("loginUrl", settings.loginUrl()).detail("nextSteps", NextStep.entries(steps, settings));
    }
}
