package omni.credential;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import omni.access.Principal;
import omni.wire.WireName;

/**
 * Who made a key, and through whose hands it came (contract 11.2).
 *
 * @param principalId of the person, key or sponsor token
 * @param people ids of the persons behind it, {@link #MAX_PEOPLE} at most: the first maker of a line of rotated keys first, whoever
 *     made this key last; empty where a key made it of which that is not known
 */
public record KeyCreator(Type type, String principalId, List<String> people) {

    /** So that a ring of keys stays a small item. */
    public static final int MAX_PEOPLE = 8;

    /** In the contract's words, in lower case. */
    public enum Type implements WireName {
        HUMAN,
        API_KEY,
        BOOTSTRAP_TOKEN,
        SIGN_UP;
    }

    public KeyCreator {
        people = limitPeople(people);
    }

    public static KeyCreator signUp(String userId) {
        return new KeyCreator(Type.SIGN_UP, userId, List.of(userId));
    }

    public static KeyCreator token(SponsorToken token) {
        return new KeyCreator(Type.BOOTSTRAP_TOKEN, token.id(), List.of(token.actorPrincipalId()));
    }

    /** A caller: what a key makes is of the people whose that key is. */
    public static KeyCreator caller(Principal principal, KeyRing ring) {
        return principal.human()
                ? new KeyCreator(Type.HUMAN, principal.principalId(), List.of(principal.principalId()))
                : new KeyCreator(
                        Type.API_KEY,
                        principal.principalId(),
                        ring.find(principal.principalId())
                                .map(ApiKey::createdBy)
                                .map(KeyCreator::people)
                                .orElse(List.of()));
    }

    /** The same as it puts a key in another one's place: the line does not lose its first maker. */
    public KeyCreator inPlaceOf(ApiKey replaced) {
        var before = replaced.createdBy();
        if (before == null || before.people().isEmpty()) {
            return this;
        }
        var line = new ArrayList<String>();
        line.add(before.people().getFirst());
        line.addAll(people);
        return new KeyCreator(type, principalId, line);
    }

    /** Whoever made this very key. */
    public Optional<String> person() {
        return people.isEmpty() ? Optional.empty() : Optional.of(people.getLast());
    }

    /** Each once, at its last place but for the first; of too many, those in the middle go. */
    private static List<String> limitPeople(List<String> people) {
        var distinct = new ArrayList<>(new LinkedHashSet<>(people.reversed()).reversed());
        if (!people.isEmpty()
                && distinct.remove(people.getFirst())
                && !people.getFirst().equals(people.getLast())) {
            distinct.addFirst(people.getFirst());
        } else if (!people.isEmpty()) {
            distinct.add(people.getLast());
        }
        while (distinct.size() > MAX_PEOPLE) {
            distinct.remove(1);
        }
        return List.copyOf(distinct);
    }
}
