package omni.endpoint;

import java.util.HashMap;
import java.util.Map;
import omni.access.Human;
import omni.access.Principal;
import omni.call.Exchange;
import omni.credential.ApiKey;
import omni.credential.KeyCreator;
import omni.credential.KeyRing;
import omni.member.Member;
import omni.member.Members;
import org.jspecify.annotations.Nullable;

/**
 * The present members of an organization, by whom its keys are shown: addresses are looked up when a key is read and stand with
 * none (contract 11.2).
 */
record KeyPeople(Map<String, Human> byUserId) {

    static KeyPeople of(Members members, String orgId) {
        var people = new HashMap<String, Human>();
        for (var member : members.list(orgId)) {
            if (member instanceof Member.Active(var human, var invitedAt)) {
                people.put(human.userId(), human);
            }
        }
        return new KeyPeople(people);
    }

    static KeyPeople alone(Human human) {
        return new KeyPeople(Map.of(human.userId(), human));
    }

    /** The member that a caller is; null for a key, and for a person who was removed since they were let in. */
    @Nullable
    Human member(Principal principal) {
        return principal.human() ? byUserId.get(principal.principalId()) : null;
    }

    /**
     * Whether a caller is out since they were let in: a member who was removed, or a key that was revoked. Asked of what is read
     * after the ring: removal and revocation move the ring on, so that a write on this version of it stands before them.
     */
    boolean out(Principal principal, KeyRing ring, Exchange exchange) {
        return principal.human()
                ? member(principal) == null
                : ring.find(principal.principalId())
                        .filter(key -> !key.activeAt(exchange.now()))
                        .isPresent();
    }

    ApiKeyView.@Nullable CreatedBy maker(ApiKey key) {
        var maker = key.createdBy();
        return maker == null ? null : new ApiKeyView.CreatedBy(maker.type().wire(), maker.principalId(), email(maker));
    }

    private @Nullable String email(KeyCreator maker) {
        return maker.person().map(byUserId::get).map(Human::email).orElse(null);
    }
}
