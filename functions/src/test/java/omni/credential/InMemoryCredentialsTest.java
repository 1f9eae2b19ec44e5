package omni.credential;

import java.util.List;
import java.util.stream.Stream;
import omni.access.Human;
import omni.event.AuditEvent;
import omni.fakes.AnAccount;
import omni.fakes.InMemoryCredentials;
import omni.fakes.InMemorySessions;
import omni.fakes.InMemoryStore;
import org.jspecify.annotations.Nullable;

class InMemoryCredentialsTest extends CredentialsContract {

    @Override
    protected Store store() {
        var accounts = new InMemoryStore();
        accounts.put(AnAccount.at(NOW).of(ORG).build());
        accounts.put(AnAccount.at(NOW).of(ORG).test().build());
        var people = new InMemorySessions(accounts);
        people.put(ISSUER);
        var store = new InMemoryCredentials(people);
        return new Store() {
            @Override
            public Keys keys() {
                return store;
            }

            @Override
            public SponsorTokens tokens() {
                return store;
            }

            @Override
            public List<String> eventTypes() {
                return accounts.events().all().stream().map(AuditEvent::type).toList();
            }

            @Override
            public void issuerIs(@Nullable Human human) {
                people.forget(ISSUER);
                if (human != null) {
                    people.put(human);
                }
            }

            @Override
            public List<Long> keysVersions() {
                return Stream.of(true, false)
                        .map(live -> accounts.account(ORG, live).keysVersion() - 1)
                        .toList();
            }
        };
    }
}
