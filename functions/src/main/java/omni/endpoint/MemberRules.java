package omni.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omni.access.EmailAddress;
import omni.access.Ids;
import omni.call.Exchange;
import omni.event.AuditEvent;
import omni.http.Reply;
import omni.json.Fields;
import omni.member.Member;
import org.jspecify.annotations.Nullable;

/** What inviting and removing share: the address in the path, the refusals, the audit event (contract 11.1a). */
final class MemberRules {

    private static final String EMAIL = "email";

    private MemberRules() {}

    static Optional<EmailAddress> email(Exchange exchange) {
        return EmailAddress.of(exchange.request().pathParameters().getOrDefault(EMAIL, ""));
    }

    static Reply noAddress() {
        return invalid("must be an e-mail address of at most 254 characters, percent-encoded in the path");
    }

    /** The contract has no code of its own for this: the parameter names nobody. Members of others read the same. */
    static Reply nobody() {
        return invalid("is the address of no member or invited person of this organization");
    }

    private static Reply invalid(String message) {
        return Reply.Problem.validation(List.of(new Fields.Fault(EMAIL, message)));
    }

    /** All races were lost: nothing was changed. */
    static Reply busy() {
        return Reply.Problem.busy("The members are");
    }

    /** A change of a person's status; null for one who takes no seat. */
    static AuditEvent event(
            Ids ids, Exchange exchange, String type, Member member, @Nullable String before, @Nullable String after) {
        return Audit.of(
                ids,
                exchange,
                type,
                Map.of("email", member.email().value(), "previous", status(before), "new", status(after)));
    }

    private static Map<String, @Nullable Object> status(@Nullable String status) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("status", status);
        return tree;
    }
}
