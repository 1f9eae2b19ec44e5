package omni.sec;

import java.util.List;
import java.util.Locale;

/** Why a look-up gives no answer, in the order in which the reasons are looked for (contract 11.12 and 9.4). */
public sealed interface LookupRefusal {

    /** The stable code of contract 9.4. */
    String code();

    /** What the caller is told. */
    String message();

    /** 400: a parameter has a value that nobody can answer. */
    record InvalidParameter(Kind kind, String parameter, List<String> acceptedValues, String message)
            implements LookupRefusal {

        /** Which code names the fault. */
        public enum Kind {
            /** In the query. */
            INVALID_QUERY_PARAMETER,
            /** In the path. */
            INVALID_REQUEST_PARAMETER,
            /** The section mode, which has a code of its own. */
            INVALID_SECTION_MODE
        }

        public InvalidParameter {
            acceptedValues = List.copyOf(acceptedValues);
        }

        @Override
        public String code() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** 400: nothing in the query says which issuer is meant. */
    record MissingIdentifier(List<String> acceptedParameters) implements LookupRefusal {

        public MissingIdentifier {
            acceptedParameters = List.copyOf(acceptedParameters);
        }

        @Override
        public String code() {
            return "missing_identifier";
        }

        @Override
        public String message() {
            return "Name an issuer by one of: " + String.join(", ", acceptedParameters) + ".";
        }
    }

    /** 404: the source has no such thing. */
    record NotFound(Thing thing, String message) implements LookupRefusal {

        @Override
        public String code() {
            return thing.wireName() + "_not_found";
        }
    }

    /**
     * 502: the source failed.
     *
     * @param thing what was asked for
     * @param reason for our log, never for the caller
     */
    record LookupFailed(Thing thing, String reason) implements LookupRefusal {

        @Override
        public String code() {
            return thing.wireName() + "_lookup_failed";
        }

        @Override
        public String message() {
            return "The source of filings did not answer. Try again later.";
        }
    }

    /** What can be looked for. */
    enum Thing {
        ENTITY,
        FILING,
        SECTION,
        STATEMENT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
