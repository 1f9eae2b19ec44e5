package omni.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import omni.access.Scopes;
import omni.call.Operation.Access.Kind;
import omni.fakes.Ask;
import omni.fakes.Rig;
import omni.refusal.NextStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A next step says truly who may take it (contract 9.2): what the route says of itself, and a person where a key is refused. */
class NextStepTest {

    /** As a way out of its refusals each needs a person, though the route takes keys: {@code aKeyIsRefusedWhere…} shows it. */
    private static final Set<NextStep> TAKEN_BY_A_PERSON =
            Set.of(NextStep.UPDATE_BUDGET, NextStep.CREATE_API_KEY, NextStep.START_LOGIN);

    private final Rig rig = new Rig();

    @ParameterizedTest
    @EnumSource
    void aStepIsTheRouteOfItsName(NextStep step) {
        var operation = Endpoints.valueOf(step.name()).operation();
        var entry = step.entry(rig.foundation.configuration().settings());
        var person = operation.access().kind() == Kind.HUMAN || TAKEN_BY_A_PERSON.contains(step);
        assertThat(entry)
                .returns(operation.method(), NextStep.Entry::method)
                .returns(operation.path(), NextStep.Entry::path)
                .returns(person ? "human" : "any", NextStep.Entry::who)
                .returns(operation.access().scope(), NextStep.Entry::scope);
    }

    @ParameterizedTest
    @EnumSource
    void aStepHasAPageWhereOneIsServed(NextStep step) {
        var entry = step.entry(rig.foundation.configuration().settings());
        assertThat(entry.url()).isEqualTo(step == NextStep.START_LOGIN ? "https://api.example.com/login" : null);
    }

    @Test
    void aKeyIsRefusedWhereTheWayOutOfABudgetIsToRaiseIt() {
        rig.account(rig.fresh().card().spendCapCents(100).thresholdCents(50));
        var answer = Ask.of("PUT", "/v1/billing/budget")
                .by(rig.byKey(Scopes.BILLING_MANAGE))
                .body("{\"spendCapCents\":200,\"approvalThresholdCents\":100}")
                .of(rig.function(Endpoints.UPDATE_BUDGET));
        assertThat(answer.code()).isEqualTo("human_auth_required");
    }

    @Test
    void aKeyIsRefusedWhereTheWayOutOfALackingScopeIsToGiveIt() {
        var answer = Ask.of("POST", "/v1/api_keys")
                .by(rig.byKey("api_keys:manage"))
                .body("{\"scopes\":[\"billing:read\"]}")
                .of(rig.function(Endpoints.CREATE_API_KEY));
        assertThat(answer.code()).isEqualTo("insufficient_scope");
    }
}
