package omni.stripe;

import static java.util.Comparator.comparing;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import omni.access.SecretStore.Reading.Found;
import omni.access.SecretStore.Reading.Unreadable;
import omni.billing.PaymentOutcome;
import omni.billing.PaymentOutcome.Done;

/**
 * Sees to it that Stripe sends the product its events: one destination of ordinary events and one of thin ones, both to one address. Those
 * that bear the name of the place of their signing secrets are ours: they are made, changed and taken away; all others are left alone and
 * told of. Stripe shows a secret once, so a destination whose secret is not at the place is worth nothing: it is deleted, and made anew.
 *
 * <p>Any step may be the last one that a process does; the next run ends where this one would have. So the secret is written right after
 * the destination is made, and a destination that works goes only after its successor's secret is written.
 */
public final class WebhookSync {

    private final List<DestinationKind> kinds;
    private final URI address;
    private final SigningSecretPlace place;

    /** The same, with the patience of an operator. */
    public WebhookSync(String apiKey, Optional<URI> apiBase, URI address, SigningSecretPlace place) {
        this(apiKey, apiBase, CatalogSync.PATIENT, address, place);
    }

    /** The account of a key, the address that events are to be sent to, and where functions read what they are signed with. */
    public WebhookSync(
            String apiKey, Optional<URI> apiBase, StripePayments.Limits limits, URI address, SigningSecretPlace place) {
        StripeClient stripe = StripeClients.of(apiKey, apiBase, limits);
        this.kinds = List.of(new OrdinaryDestinations(stripe), new ThinDestinations(stripe));
        this.address = address;
        this.place = place;
    }

    /**
     * What was found.
     *
     * @param steps what has to be done, or was
     * @param amiss what somebody else has to put right
     * @param hindrance why it went no further, if it did not: the place of the secrets
     */
    public record Report(List<CatalogSync.Step> steps, List<String> amiss, Optional<String> hindrance) {}

    /** What a run would do; changes nothing. */
    public PaymentOutcome<Report> plan() {
        return StripeAnswers.of(() -> new Done<>(new Run(Pen.of(false)).go()));
    }

    /** Does what has to be done; answers what that was. */
    public PaymentOutcome<Report> apply() {
        return StripeAnswers.of(() -> new Done<>(new Run(Pen.of(true)).go()));
    }

    /** The place of the secrets does not do as it should. */
    private static final class Hindered extends RuntimeException {
        private static final long serialVersionUID = 1;

        Hindered(String why) {
            super(why);
        }
    }

    private final class Run {

        private final Pen pen;
        private final List<String> amiss = new ArrayList<>();
        /** The ids of all destinations of the account. */
        private final Set<String> present = new HashSet<>();

        private SigningSecrets secrets = SigningSecrets.none();

        Run(Pen pen) {
            this.pen = pen;
        }

        Report go() throws StripeException {
            try {
                secrets = read();
                for (var kind : kinds) {
                    sync(kind);
                }
                for (var id : List.copyOf(secrets.destinations())) {
                    if (!present.contains(id)) {
                        pen.step("forget the signing secret of " + id + ", which is gone", () -> {
                            write(secrets.without(id)).ifPresent(cause -> {
                                throw unwritable(cause);
                            });
                            return id;
                        });
                    }
                }
                return new Report(List.copyOf(pen.steps()), amiss, Optional.empty());
            } catch (Hindered e) {
                return new Report(List.copyOf(pen.steps()), amiss, Optional.ofNullable(e.getMessage()));
            }
        }

        private SigningSecrets read() {
            return switch (place.read()) {
                case Found(var text) ->
                    SigningSecrets.parse(text)
                            .orElseThrow(() -> new Hindered("what " + place.name() + " holds is no JSON object"));
                case Unreadable(var cause) ->
                    throw new Hindered("the signing secrets can't be read from " + place.name() + ": " + cause);
            };
        }

        private Optional<String> write(SigningSecrets changed) {
            var cause = place.write(changed.text());
            if (cause.isEmpty()) {
                secrets = changed;
            }
            return cause;
        }

        private Hindered unwritable(String cause) {
            return new Hindered("the signing secrets can't be written to " + place.name() + ": " + cause);
        }

        private void sync(DestinationKind kind) throws StripeException {
            var all = pen.needing(kind.permission(), kind::list);
            all.forEach(found -> present.add(found.id()));
            var working = new ArrayList<DestinationKind.Found>();
            var worthless = new ArrayList<DestinationKind.Found>();
            for (var found : all) {
                if (!place.name().equals(found.owner())) {
                    tellIfItSendsHere(kind, found);
                } else if (secrets.isAccepted(found.id())) {
                    working.add(found);
                } else {
                    worthless.add(found);
                }
            }
            var right = working.stream()
                    .filter(DestinationKind.Found::isRightVersion)
                    .min(bestFirst());
            if (right.isPresent()) {
                repair(kind, right.get());
            } else {
                create(kind);
            }
            // not before there is one that works: where a secret can't be written nothing is taken away
            for (var found : worthless) {
                delete(kind, found, "its signing secret is not in " + place.name());
            }
            for (var found : working) {
                if (!right.equals(Optional.of(found))) {
                    delete(kind, found, found.isRightVersion() ? "one is enough" : "its events are of another version");
                }
            }
        }

        private Comparator<DestinationKind.Found> bestFirst() {
            return comparing(
                            (DestinationKind.Found found) -> !address.toString().equals(found.url()))
                    .thenComparingLong(DestinationKind.Found::created)
                    .thenComparing(DestinationKind.Found::id);
        }

        private void tellIfItSendsHere(DestinationKind kind, DestinationKind.Found found) {
            if (address.toString().equals(found.url())) {
                amiss.add(
                        "%s sends to %s beside %s and is not ours, so events come twice: delete it on Stripe's dashboard"
                                .formatted(found.id(), address, kind.words()));
            }
        }

        private void repair(DestinationKind kind, DestinationKind.Found found) throws StripeException {
            var differences = differences(kind, found);
            if (!differences.isEmpty()) {
                pen.step(
                        "repair %s (%s): %s".formatted(kind.words(), found.id(), String.join("; ", differences)),
                        () -> pen.needing(kind.permission(), () -> {
                            kind.repair(found, address, pen);
                            return found.id();
                        }));
            }
        }

        private List<String> differences(DestinationKind kind, DestinationKind.Found found) {
            var differences = new ArrayList<String>();
            if (!address.toString().equals(found.url())) {
                differences.add("it sends to " + found.url() + " and not to " + address);
            }
            var missing = new TreeSet<>(kind.events());
            missing.removeAll(found.events());
            if (!missing.isEmpty()) {
                differences.add("it does not send " + String.join(", ", missing));
            }
            var more = new TreeSet<>(found.events());
            kind.events().forEach(more::remove);
            if (!more.isEmpty()) {
                differences.add("nobody asked for " + String.join(", ", more));
            }
            if (!found.enabled()) {
                differences.add("it is switched off");
            }
            return differences;
        }

        private void create(DestinationKind kind) throws StripeException {
            var id = pen.step(
                    "create %s, %d types, to %s; its signing secret goes to %s"
                            .formatted(kind.words(), kind.events().size(), address, place.name()),
                    () -> pen.needing(kind.permission(), () -> make(kind)));
            present.add(id);
        }

        /** What can't be written later is found out before there is a secret to be lost. */
        private String make(DestinationKind kind) throws StripeException {
            write(secrets).ifPresent(cause -> {
                throw unwritable(cause);
            });
            var made = kind.create(
                    address, Map.of(DestinationKind.OWNER, place.name()), pen.key("destination:" + kind.permission()));
            var cause = write(secrets.with(made.id(), made.secret()));
            if (cause.isPresent()) {
                kind.delete(made.id());
                throw unwritable(cause.get());
            }
            return made.id();
        }

        private void delete(DestinationKind kind, DestinationKind.Found found, String why) throws StripeException {
            pen.step(
                    "delete %s, %s: %s".formatted(kind.words(), found.id(), why),
                    () -> pen.needing(kind.permission(), () -> {
                        kind.delete(found.id());
                        return found.id();
                    }));
            present.remove(found.id());
        }
    }
}
