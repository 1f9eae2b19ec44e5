package omni.endpoint;

import java.util.ArrayList;
import omni.call.Exchange;
import omni.http.ErrorCode;
import omni.http.Reply;
import omni.json.Flattened;
import omni.sec.Lookup;
import omni.sec.LookupRefusal;
import omni.sec.Viewed;

/** Answers of the data routes: the view asked for with the request's labels, or the refusal (contract 11.12). */
final class DataReply {

    /** A default view. */
    record Response(@Flattened Record view, String requestId, String traceparent) {}

    /** Any other view. */
    record Brief(@Flattened Record view, String requestId) {}

    private DataReply() {}

    static <T extends Record & Viewed> Reply of(Lookup<T> lookup, Exchange exchange) {
        return switch (lookup) {
            case Lookup.Found<T>(var record, var filings, var view) ->
                Reply.Answer.ok(
                        switch (view) {
                            case DEFAULT ->
                                new Response(
                                        record,
                                        exchange.requestId(),
                                        exchange.trace().traceparent());
                            case COMPACT -> new Brief(record.compact(), exchange.requestId());
                            case AGENT -> new Brief(record.agent(filings), exchange.requestId());
                        });
            case Lookup.Refused<T>(var refusal) -> problem(refusal);
        };
    }

    private static Reply.Problem problem(LookupRefusal refusal) {
        var problem = Reply.Problem.of(code(refusal), refusal.message());
        return switch (refusal) {
            case LookupRefusal.InvalidParameter invalid
            when invalid.acceptedValues().isEmpty() -> problem.detail("parameter", invalid.parameter());
            case LookupRefusal.InvalidParameter invalid ->
                problem.detail("parameter", invalid.parameter())
                        .detail("acceptedValues", new ArrayList<>(invalid.acceptedValues()));
            case LookupRefusal.MissingIdentifier missing ->
                problem.detail("acceptedParameters", missing.acceptedParameters());
            case LookupRefusal.NotFound notFound -> problem.hint("Check the identifier, or search by name.");
            case LookupRefusal.LookupFailed failed -> problem.detail("retryable", true);
        };
    }

    private static ErrorCode code(LookupRefusal refusal) {
        return ErrorCode.valueOf(refusal.code().toUpperCase(java.util.Locale.ROOT));
    }
}
