package omni.infra;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import omni.endpoint.Endpoints;
import omni.job.Jobs;
import omni.log.Alarms;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.constructs.Construct;

/** One page: what callers see, the way of a call, the books, the table, jobs, the lines of {@link Alarms}, and the chat. */
final class OmniDashboard extends Construct {

    private static final int THIRD = 8;

    OmniDashboard(Construct scope, String id, Stage stage, Watched watched) {
        super(scope, id);
        Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(stage.stackName())
                .widgets(Stream.concat(rows(watched).stream(), watched.chat().map(chat -> chat(watched, chat)).stream())
                        .toList())
                .build();
    }

    private static List<List<IWidget>> rows(Watched watched) {
        return List.of(
                List.of(
                        graph("Calls", watched.ofApi("Count", "Sum")),
                        graph("Refused and failed calls", watched.ofApi("4XXError", "Sum"), watched.serverErrors()),
                        graph("Latency", watched.ofApi("Latency", "p50"), watched.ofApi("Latency", "p99"))),
                List.of(
                        graph("Authorizer", times(watched, watched.functions().of(Jobs.AUTHORIZE))),
                        graph("Sold calls", times(watched, watched.functions().of(Endpoints.FORWARD_CATALOG_ROUTE))),
                        graph(
                                "Stripe's webhooks",
                                times(watched, watched.functions().of(Endpoints.RECEIVE_STRIPE_EVENT)))),
                List.of(
                        graph("Age of the stream", watched.streamAge()),
                        graph("Parked or dropped records", watched.parkedRecords()),
                        graph(
                                "Lines that alarm",
                                Arrays.stream(Alarms.values())
                                        .map(watched::lines)
                                        .toArray(IMetric[]::new))),
                List.of(
                        graph(
                                "Units of the table",
                                watched.ofTable("ConsumedReadCapacityUnits"),
                                watched.ofTable("ConsumedWriteCapacityUnits")),
                        graph("Calls that the table turned away", watched.tableThrottles()),
                        graph(
                                "Duration of jobs",
                                Arrays.stream(Jobs.values())
                                        .filter(job -> job.schedule().isPresent())
                                        .filter(watched.functions()::has)
                                        .map(job -> watched.ofFunction(
                                                watched.functions().of(job), "Duration", "Maximum"))
                                        .toArray(IMetric[]::new))));
    }

    private static List<IWidget> chat(Watched watched, ChatApi chat) {
        return List.of(
                graph("Chat", watched.ofChat(chat, "ConnectCount"), watched.ofChat(chat, "MessageCount")),
                graph("Failed chat", watched.chatErrors(chat), watched.ofChat(chat, "ClientError")),
                graph("Work on messages", times(watched, watched.functions().of(Jobs.RUN_CHAT))));
    }

    private static IMetric[] times(Watched watched, LambdaFunction function) {
        return new IMetric[] {
            watched.ofFunction(function, "Duration", "p50"), watched.ofFunction(function, "Duration", "p99")
        };
    }

    private static IWidget graph(String title, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(THIRD)
                .left(List.of(metrics))
                .build();
    }
}
