package omni.sec;

import static omni.sec.LookupRefusal.InvalidParameter.Kind.INVALID_QUERY_PARAMETER;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one query and remembers the first fault, so that a look-up checks all its parameters before it asks a source. A
 * parameter without a value, or with blanks alone, reads as absent.
 */
final class Query {

    private static final Pattern YEAR = Pattern.compile("[12][0-9]{3}");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 /-]{0,19}");

    private final Map<String, String> parameters;
    private final View view;
    private @Nullable LookupRefusal fault;

    Query(Map<String, String> parameters) {
        this.parameters = parameters;
        this.view = View.of(oneOf("view", View.wireNames(), View.DEFAULT.wireName()));
    }

    View view() {
        return view;
    }

    /** The first fault found so far. */
    Optional<LookupRefusal> fault() {
        return Optional.ofNullable(fault);
    }

    Selector selector(List<String> identifiers) {
        for (var parameter : identifiers) {
            var value = text(parameter);
            if (value.isPresent()) {
                return check(Selector.of(parameter, value.get()));
            }
        }
        refuse(new LookupRefusal.MissingIdentifier(identifiers));
        return Selector.of(identifiers.getFirst(), "");
    }

    String oneOf(String parameter, List<String> accepted, String otherwise) {
        return oneOf(INVALID_QUERY_PARAMETER, parameter, accepted, otherwise);
    }

    String oneOf(LookupRefusal.InvalidParameter.Kind kind, String parameter, List<String> accepted, String otherwise) {
        var value = text(parameter).orElse(otherwise).toLowerCase(Locale.ROOT);
        if (!accepted.contains(value)) {
            var message = parameter + " must be one of: " + String.join(", ", accepted) + ".";
            refuse(new LookupRefusal.InvalidParameter(kind, parameter, accepted, message));
            return otherwise;
        }
        return value;
    }

    /** {@code FY}, {@code Q1}, {@code Q2} or {@code Q3}; a 10-K stands for the fourth quarter. */
    Optional<String> fiscalPeriod(String parameter) {
        var accepted = List.of("FY", "Q1", "Q2", "Q3");
        var value = text(parameter).map(period -> period.toUpperCase(Locale.ROOT));
        if (value.isPresent() && !accepted.contains(value.get())) {
            var message = parameter + " must be one of: " + String.join(", ", accepted) + ".";
            refuse(new LookupRefusal.InvalidParameter(INVALID_QUERY_PARAMETER, parameter, accepted, message));
        }
        return value;
    }

    OptionalInt year(String parameter) {
        var value = text(parameter);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!YEAR.matcher(value.get()).matches()) {
            invalid(parameter, parameter + " must be a year of four digits.");
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(value.get()));
    }

    int number(String parameter, int least, int most, int otherwise) {
        var value = text(parameter);
        if (value.isEmpty()) {
            return otherwise;
        }
        // Nine digits always fit an int.
        int number = value.get().matches("[0-9]{1,9}") ? Integer.parseInt(value.get()) : least - 1;
        if (number < least || number > most) {
            invalid(parameter, parameter + " must be a whole number from " + least + " to " + most + ".");
            return otherwise;
        }
        return number;
    }

    /** The forms are an open set, so a form nobody files is a filing not found; but it must look like one. */
    Optional<String> form(String parameter) {
        var value = text(parameter);
        if (value.isPresent() && !FORM.matcher(value.get()).matches()) {
            invalid(parameter, parameter + " must be the name of a form, such as 10-K.");
        }
        return value.map(form -> form.toUpperCase(Locale.ROOT));
    }

    void invalid(String parameter, String message) {
        refuse(new LookupRefusal.InvalidParameter(INVALID_QUERY_PARAMETER, parameter, List.of(), message));
    }

    void refuse(LookupRefusal refusal) {
        if (fault == null) {
            fault = refusal;
        }
    }

    private Selector check(Selector selector) {
        if (selector.value().length() > Selector.LONGEST) {
            invalid(selector.parameter(), selector.parameter() + " has more than " + Selector.LONGEST + " characters.");
        } else if (selector.kind() == Selector.Kind.CIK && selector.cik().isEmpty()) {
            invalid(selector.parameter(), "cik must have at most ten digits, with or without leading zeros.");
        }
        return selector;
    }

    private Optional<String> text(String parameter) {
        return Optional.ofNullable(parameters.get(parameter)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
