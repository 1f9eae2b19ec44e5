package omni.infra;

import java.util.Arrays;
import java.util.List;
import omni.job.Jobs;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.constructs.Construct;

/**
 * One rule for each job that runs by itself. A run that fails is tried twice more within the hour; after that the next run makes up
 * for it, as jobs read what is due and not what the clock says.
 */
final class Schedules extends Construct {

    private static final int RETRIES = 2;

    Schedules(Construct scope, String id, Functions functions) {
        super(scope, id);
        Arrays.stream(Jobs.values())
                .forEach(job -> job.schedule()
                        .ifPresent(schedule -> Rule.Builder.create(this, job.functionName())
                                .schedule(Schedule.expression(schedule.cron()))
                                .targets(List.of(LambdaFunction.Builder.create(
                                                functions.of(job).function())
                                        .retryAttempts(RETRIES)
                                        .maxEventAge(Duration.hours(1))
                                        .build()))
                                .build()));
    }
}
