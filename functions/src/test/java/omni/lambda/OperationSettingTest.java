package omni.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import omni.call.Operation.Group;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A function serves what its setting names, or refuses to start and says why. */
class OperationSettingTest {

    private static OperationSetting of(String name) {
        return new OperationSetting(name);
    }

    @ParameterizedTest
    @EnumSource
    void everyRouteIsFoundInItsGroup(Endpoints route) {
        var operation = route.operation();
        assertThat(of(operation.operationId()).route(operation.group())).isEqualTo(route);
    }

    @ParameterizedTest
    @EnumSource
    void everyJobIsFoundInItsGroup(Jobs job) {
        assertThat(of(job.functionName()).job(job.group())).contains(job);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"ResolveEntity, ACCOUNT", "GetBilling, METERED", "getBilling, ACCOUNT", "PushUsage, STRIPE", "x, STRIPE"
    })
    void anyOtherRouteIsRefusedByName(String name, Group group) {
        assertThatThrownBy(() -> of(name).route(group))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The configuration has 1 fault(s): OMNI_OPERATION must name an operation of the group "
                        + group + ", and " + name + " is none");
    }

    @Test
    void anyOtherJobIsRefusedByName() {
        assertThatThrownBy(() -> of("PushUsage").onlyJob(Group.JOBS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("of the group JOBS, and PushUsage is none");
    }

    @Test
    void withoutTheSettingNothingStarts() {
        var none = of("");
        assertThatThrownBy(() -> none.route(Group.ACCOUNT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The configuration has 1 fault(s): OMNI_OPERATION is not set");
        assertThatThrownBy(() -> none.job(Group.STRIPE)).hasMessageEndingWith("OMNI_OPERATION is not set");
        assertThatThrownBy(() -> none.onlyJob(Group.JOBS)).hasMessageEndingWith("OMNI_OPERATION is not set");
    }
}
